import { softmaxCrossEntropy, type LossResult } from "../backprop/index.ts";
import { softmax } from "../ops/index.ts";
import { scale, type TensorLike } from "../tensor/index.ts";

/**
 * Distillation: cross-entropy between softmax(student/T) and the teacher's softmax(teacher/T), mean over the batch.
 *
 * Its gradient by the student's logits is (q − p)/(T·N); for T → ∞ and logits of mean zero it becomes (z − v)/(N·K·T²),
 * matching logits. For T = 1 it is the plain cross-entropy with the teacher's probabilities as labels.
 *
 * @param student [N, K] logits z
 * @param teacher [N, K] logits v
 * @param temperature T > 0
 * @source Hinton, Vinyals & Dean, arXiv:1503.02531
 * @example distillLoss([[1, 2]], [[1, 2]], 1).gradLogits.data // Float64Array [0, 0]
 */
export function distillLoss(
  student: TensorLike,
  teacher: TensorLike,
  temperature: number,
): LossResult {
  const soft = softmaxCrossEntropy(scale(student, 1 / temperature), softmax(teacher, temperature));
  return { loss: soft.loss, gradLogits: scale(soft.gradLogits, 1 / temperature) };
}
