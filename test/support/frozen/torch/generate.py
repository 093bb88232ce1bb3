"""Writes layers.json beside this file: what PyTorch and NumPy compute, in float64, for the layers of the library.

usage: python3 -m venv venv && venv/bin/pip install numpy torch && venv/bin/python generate.py

No set-up and no test needs Python: layers.json is committed. Inputs are not stored: both sides draw them from the same
generator of whole numbers (minstd, Park & Miller 1988), named by a seed for each tensor. Arrays stand in our layouts:
images [N, H, W, C], filters [kH, kW, C, K].
"""
import json
import pathlib
import platform

import numpy
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
cases = []


def draw(shape, seed):
    """Numbers in (-1, 1) from the multiplicative generator 48271 mod 2^31 - 1."""
    state, values = seed * 7919 + 1, []
    for _ in range(int(numpy.prod(shape))):
        state = state * 48271 % 2147483647
        values.append(state / 2147483647 * 2 - 1)
    return torch.tensor(values).reshape(tuple(shape))


def channels_first(t):
    return t.movedim(-1, 1)


def channels_last(t):
    return t.movedim(1, -1)


def filters_ours(w):
    """[K, C, ...] to [..., C, K]."""
    return w.movedim((0, 1), (-1, -2))


def filters_theirs(w):
    return w.movedim((-1, -2), (0, 1))


def write(t):
    return {"shape": list(t.shape), "data": [float(f"{v:.13g}") for v in t.detach().reshape(-1).tolist()]}


def add(kind, inputs, options, run):
    """`inputs`: name -> shape; `run` gets tensors in our layout that need gradients and returns one; gradients by
    sum(out * gradOutput) are stored beside it."""
    tensors = {name: draw(shape, i + 1).requires_grad_() for i, (name, shape) in enumerate(inputs.items())}
    out = run(**tensors)
    weights = draw(out.shape, 99)
    (out * weights).sum().backward()
    cases.append({
        "kind": kind,
        "options": options,
        "inputs": {name: list(shape) for name, shape in inputs.items()},
        "output": write(out),
        "gradients": {name: write(t.grad) for name, t in tensors.items() if t.grad is not None},
    })


def sides(pads):
    """[[before, after], ...] in our order as torch's F.pad wants it: last axis first."""
    return [width for pair in reversed(pads) for width in pair]


# convolutions: rank, stride, pads, dilation, groups
torch_conv = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
sizes = {1: [9], 2: [8, 7], 3: [4, 5, 6]}
taps = {1: [3], 2: [3, 2], 3: [2, 3, 2]}
for rank in (1, 2, 3):
    none = [[0, 0]] * rank
    lopsided = [[1, 0], [0, 2], [2, 1]][:rank]
    plans = [
        (1, none, 1, 1), (2, none, 1, 1), (3, none, 1, 2), (1, lopsided, 1, 1), (2, lopsided, 2, 1), (3, lopsided, 1, 2),
    ]
    for stride, pads, dilation, groups in plans:
        if rank == 3 and dilation == 2:
            stride = 1

        def run(input, filters, bias):
            x = F.pad(channels_first(input), sides(pads))
            return channels_last(torch_conv[rank](x, filters_theirs(filters), bias, stride, 0, dilation, groups))

        shapes = {"input": [2, *sizes[rank], 4], "filters": [*taps[rank], 4 // groups, 2 * groups], "bias": [2 * groups]}
        options = {"stride": stride, "padding": pads[0] if rank == 1 else pads, "dilation": dilation, "groups": groups}
        add(f"conv{rank}d", shapes, {**options, "fit": "floor"}, run)

# transposed convolutions
torch_transposed = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}
for rank in (1, 2, 3):
    for stride, padding, extra, dilation in [(1, 0, 0, 1), (2, 0, 0, 1), (2, 1, 1, 1), (3, 1, 2, 2)]:

        def run(x, filters, bias):
            # ours are the filters of the convolution that is transposed: [..., C, K] with K coming in; theirs [in, out, ...]
            w = filters_theirs(filters)
            y = torch_transposed[rank](channels_first(x), w, bias, stride, padding, extra, 1, dilation)
            return channels_last(y)

        shapes = {"x": [2, *[4, 3, 2][:rank], 3], "filters": [*[3, 2, 3][:rank], 2, 3], "bias": [2]}
        options = {"stride": stride, "padding": padding, "outputPadding": extra, "dilation": dilation}
        add(f"convTranspose{rank}d", shapes, options, run)

# transposed in groups: torch wants [in, out / groups, ...], and ours are [..., C / groups, K] already
for rank in (1, 2, 3):
    for stride, padding, extra, groups in [(2, 1, 1, 2), (3, 0, 2, 4)]:

        def run(x, filters, bias):
            w = filters_theirs(filters)
            return channels_last(torch_transposed[rank](channels_first(x), w, bias, stride, padding, extra, groups))

        shapes = {"x": [2, *[4, 3, 2][:rank], 4], "filters": [*[3, 2, 3][:rank], 3, 4], "bias": [3 * groups]}
        options = {"stride": stride, "padding": padding, "outputPadding": extra, "groups": groups}
        add(f"convTranspose{rank}d", shapes, options, run)

# depthwise
for stride, dilation in [(1, 1), (2, 2)]:

    def run(x, filters, bias):
        w = filters.reshape(3, 2, 1, 6)
        y = F.conv2d(channels_first(x), filters_theirs(w), bias, stride, 1, dilation, 3)
        return channels_last(y)

    options = {"stride": stride, "padding": 1, "dilation": dilation, "fit": "floor"}
    add("depthwiseConv2d", {"x": [2, 7, 6, 3], "filters": [3, 2, 3, 2], "bias": [6]}, options, run)

# pooling
for rank in (1, 2, 3):
    largest = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}[rank]
    average = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}[rank]
    name = "" if rank == 2 else f"{rank}d"
    for size, stride, padding, ceil in [(2, 2, 0, False), (3, 2, 1, False), (3, 1, 0, False), (3, 2, 1, True), (3, 3, 0, True)]:
        options = {"size": size, "stride": stride, "padding": padding, "fit": "ceil" if ceil else "floor"}
        shapes = {"x": [2, *[7, 6, 5][:rank], 2]}
        add(f"maxPool{name}", shapes, options, lambda x: channels_last(largest(channels_first(x), size, stride, padding, ceil_mode=ceil)))
        for counted in (False, True):
            add(
                f"avgPool{name}", shapes, {**options, "countPadding": counted},
                lambda x: channels_last(average(channels_first(x), size, stride, padding, ceil, counted)),
            )

# pooling by a norm; torch has no absolute value in it, so x loses its signs first; no ceil_mode: torch takes the mean of a
# window that hangs over the edge times the pixels of a full one, which is not the sum that its formula states
for rank in (1, 2, 3):
    norms = {1: F.lp_pool1d, 2: F.lp_pool2d, 3: F.lp_pool3d}[rank]
    name = "" if rank == 2 else f"{rank}d"
    for p, size, stride in [(2, 2, 2), (3, 3, 2), (4, 3, 1), (1.5, 2, 3)]:
        options = {"p": p, "size": size, "stride": stride, "fit": "floor"}
        add(f"lpPool{name}", {"x": [2, *[7, 6, 5][:rank], 2]}, options, lambda x: channels_last(norms(channels_first(x.abs()), p, size, stride)))

# normalisation; torch's momentum is the share of the new batch
x = draw([3, 4, 5, 2], 1)
running = [draw([2], 7), draw([2], 8).abs() + 0.5]
mean, var = running[0].clone(), running[1].clone()
F.batch_norm(channels_first(x), mean, var, draw([2], 2), draw([2], 3), True, 0.1, 1e-5)
cases.append({
    "kind": "runningStatistics", "options": {"momentum": 0.9, "eps": 1e-5}, "inputs": {"x": [3, 4, 5, 2]},
    "output": {"mean": write(mean), "variance": write(var)}, "gradients": {},
})
scaled = {"x": [3, 4, 5, 6], "gamma": [6], "beta": [6]}
for eps in (1e-5, 0.5):
    add("batchNorm", scaled, {"eps": eps}, lambda x, gamma, beta: channels_last(F.batch_norm(channels_first(x), None, None, gamma, beta, True, 0.1, eps)))
    add("layerNorm", scaled, {"eps": eps}, lambda x, gamma, beta: F.layer_norm(x, [6], gamma, beta, eps))
    add("layerNorm", {"x": [3, 4, 5], "gamma": [4, 5], "beta": [4, 5]}, {"eps": eps}, lambda x, gamma, beta: F.layer_norm(x, [4, 5], gamma, beta, eps))
    add("instanceNorm", scaled, {"eps": eps}, lambda x, gamma, beta: channels_last(F.instance_norm(channels_first(x), None, None, gamma, beta, True, 0.1, eps)))
    for groups in (1, 2, 3):
        add("groupNorm", scaled, {"eps": eps, "groups": groups}, lambda x, gamma, beta: channels_last(F.group_norm(channels_first(x), groups, gamma, beta, eps)))
for size, alpha in [(5, 0.3), (3, 1.0)]:
    options = {"size": size, "alpha": alpha, "beta": 0.75, "k": 2, "alphaOverSize": True}
    add("lrn", {"x": [2, 3, 2, 7]}, options, lambda x: channels_last(F.local_response_norm(channels_first(x), size, alpha, 0.75, 2)))

# activations, over (-5, 5)
activations = {
    "relu": F.relu, "relu6": F.relu6, "leakyRelu": lambda t: F.leaky_relu(t, 0.01), "elu": F.elu, "selu": F.selu,
    "gelu": F.gelu, "softplus": F.softplus, "softsign": F.softsign, "swish": F.silu, "mish": F.mish,
    # F.hardsigmoid's own gradient is 1/6 in float32, whatever the type
    "hardSigmoid": lambda t: F.relu6(t + 3) / 6, "hardSwish": F.hardswish, "sigmoid": torch.sigmoid, "tanh": torch.tanh,
    "softmax": lambda t: F.softmax(t, -1), "logSoftmax": lambda t: F.log_softmax(t, -1),
}
for name, f in activations.items():
    add(f"activation {name}", {"x": [8, 5]}, {"times": 5}, lambda x: f(5 * x))

# losses: the output is one number
labels = [0, 3, 2, 1]
soft = draw([4, 5], 50).abs()
soft = soft / soft.sum(1, keepdim=True)
for reduction in ("mean", "sum"):
    options = {"reduction": reduction}
    batch = "batchmean" if reduction == "mean" else "sum"
    add("softmaxCrossEntropy", {"logits": [4, 5]}, {**options, "labels": labels}, lambda logits: F.cross_entropy(5 * logits, torch.tensor(labels), reduction=reduction))
    add("softmaxCrossEntropy", {"logits": [4, 5]}, {**options, "labels": soft.tolist()}, lambda logits: F.cross_entropy(5 * logits, soft, reduction=reduction))
    add("klDivergence", {"logits": [4, 5]}, {**options, "labels": soft.tolist()}, lambda logits: F.kl_div(F.log_softmax(5 * logits, -1), soft, reduction=batch))
    add("binaryCrossEntropy", {"logits": [4, 5]}, {**options, "labels": soft.tolist()}, lambda logits: F.binary_cross_entropy_with_logits(5 * logits, soft, reduction=reduction))
    # torch divides the hinge by the number of classes, too
    add("hingeLoss", {"logits": [4, 5]}, {**options, "labels": labels}, lambda logits: 5 * F.multi_margin_loss(5 * logits, torch.tensor(labels), reduction=reduction))
    add("meanSquaredError", {"logits": [4, 5]}, {**options, "labels": soft.tolist()}, lambda logits: F.mse_loss(5 * logits, soft, reduction=reduction))
    add("meanAbsoluteError", {"logits": [4, 5]}, {**options, "labels": soft.tolist()}, lambda logits: F.l1_loss(5 * logits, soft, reduction=reduction))
    add("huberLoss", {"logits": [4, 5]}, {**options, "delta": 0.7, "labels": soft.tolist()}, lambda logits: F.huber_loss(5 * logits, soft, reduction=reduction, delta=0.7))

# attention
shapes = {"q": [3, 4], "k": [5, 4], "v": [5, 2]}
mask = [[1, 0, 1, 0, 1], [0, 0, 0, 1, 0], [1, 1, 1, 1, 1]]
for scale in (True, False):
    for masked in (None, mask):
        add(
            "attention", shapes, {"scale": scale, **({"mask": masked} if masked else {})},
            lambda q, k, v: F.scaled_dot_product_attention(
                q, k, v, attn_mask=torch.tensor(masked).bool() if masked else None, scale=None if scale else 1.0),
        )

# several heads; torch's weights are [out, in], and True in its mask forbids
shapes = {
    "q": [3, 6], "k": [5, 4], "v": [5, 2], "wq": [6, 6], "wk": [4, 6], "wv": [2, 6], "wo": [6, 6],
    "bq": [6], "bk": [6], "bv": [6], "bo": [6],
}
for heads in (1, 2, 3):
    for masked in (None, mask):

        def run(q, k, v, wq, wk, wv, wo, bq, bk, bv, bo):
            return F.multi_head_attention_forward(
                q, k, v, 6, heads, None, torch.cat([bq, bk, bv]), None, None, False, 0.0, wo.T, bo, need_weights=False,
                attn_mask=~torch.tensor(masked).bool() if masked else None, use_separate_proj_weight=True,
                q_proj_weight=wq.T, k_proj_weight=wk.T, v_proj_weight=wv.T,
            )[0]

        add("multiHeadAttention", shapes, {"heads": heads, **({"mask": masked} if masked else {})}, run)

# optimisers: ten steps down f(w) = sum(a * (w - b)^2 / 2), whose gradient is a * (w - b)
steepness, target = draw([6], 3).abs() * 3 + 0.5, draw([6], 4)
optimisers = {
    "sgd": (torch.optim.SGD, {"lr": 0.1}, {"learningRate": 0.1}),
    "momentum": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}, {"learningRate": 0.1, "rho": 0.9}),
    "nesterov": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "nesterov": True}, {"learningRate": 0.1, "rho": 0.9}),
    "adamw": (torch.optim.AdamW, {"lr": 0.05, "betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.2}, {"learningRate": 0.05, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3, "decay": 0.2}),
    "rmsprop": (torch.optim.RMSprop, {"lr": 0.01, "alpha": 0.9, "eps": 1e-3}, {"learningRate": 0.01, "rho": 0.9, "epsilon": 1e-3}),
    "adam": (torch.optim.Adam, {"lr": 0.05, "betas": (0.8, 0.95), "eps": 1e-3}, {"learningRate": 0.05, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}),
}
for name, (make, theirs, ours) in optimisers.items():
    w = draw([6], 1).requires_grad_()
    optimiser, path = make([w], **theirs), []
    for _ in range(10):
        optimiser.zero_grad()
        (steepness * (w - target) ** 2 / 2).sum().backward()
        optimiser.step()
        path.append(w.detach().clone())
    cases.append({
        "kind": f"optimiser {name}", "options": ours,
        "inputs": {"w": [6]}, "output": write(torch.stack(path)), "gradients": {},
    })

# NumPy: one-channel convolution, and a layer as windows times filters
x, w = draw([9], 1).numpy(), draw([4], 2).numpy()
for mode in ("full", "valid"):
    for name, f in (("convolve1d", numpy.convolve), ("correlate1d", numpy.correlate)):
        cases.append({
            "kind": name, "options": {"mode": mode}, "inputs": {"x": [9], "w": [4]},
            "output": write(torch.from_numpy(f(x, w, mode))), "gradients": {},
        })
image, bank = draw([2, 6, 7, 3], 1).numpy(), draw([3, 2, 3, 4], 2).numpy()
windows = numpy.lib.stride_tricks.sliding_window_view(image, (3, 2), axis=(1, 2))
cases.append({
    "kind": "conv2d by NumPy's windows", "options": {}, "inputs": {"input": [2, 6, 7, 3], "filters": [3, 2, 3, 4]},
    "output": write(torch.from_numpy(numpy.einsum("nyxcij,ijck->nyxk", windows, bank).copy())), "gradients": {},
})

versions = {"torch": torch.__version__, "numpy": numpy.__version__, "python": platform.python_version()}
file = pathlib.Path(__file__).parent / "layers.json"
lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
file.write_text('{"versions":' + json.dumps(versions) + ',\n"cases":[\n' + lines + "\n]}\n")
print(f"{len(cases)} cases, {file.stat().st_size} bytes")
