/** Numbers of an image as a file holds them, with the largest that it could hold. */
export interface RawImage {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly values: ArrayLike<number>;
  readonly largest: number;
}
