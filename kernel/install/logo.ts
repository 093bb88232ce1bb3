// The kernel's picture: a 2 × 2 filter sliding over an image, above the letters TS. Kept as text, so that it is in every
// bundle; the PNGs are the SVG's shapes at 32 and 64 pixels, for front ends that show no SVG.

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
  <rect x="0" y="0" width="64" height="64" rx="11" fill="#2b5797"/>
  <rect x="8" y="7" width="8" height="8" rx="1.5" fill="#8fb4e8"/>
  <rect x="18" y="7" width="8" height="8" rx="1.5" fill="#ffb547"/>
  <rect x="28" y="7" width="8" height="8" rx="1.5" fill="#ffb547"/>
  <rect x="38" y="7" width="8" height="8" rx="1.5" fill="#5f8fd4"/>
  <rect x="48" y="7" width="8" height="8" rx="1.5" fill="#8fb4e8"/>
  <rect x="8" y="17" width="8" height="8" rx="1.5" fill="#5f8fd4"/>
  <rect x="18" y="17" width="8" height="8" rx="1.5" fill="#ffb547"/>
  <rect x="28" y="17" width="8" height="8" rx="1.5" fill="#ffb547"/>
  <rect x="38" y="17" width="8" height="8" rx="1.5" fill="#8fb4e8"/>
  <rect x="48" y="17" width="8" height="8" rx="1.5" fill="#5f8fd4"/>
  <rect x="8" y="27" width="8" height="8" rx="1.5" fill="#8fb4e8"/>
  <rect x="18" y="27" width="8" height="8" rx="1.5" fill="#5f8fd4"/>
  <rect x="28" y="27" width="8" height="8" rx="1.5" fill="#8fb4e8"/>
  <rect x="38" y="27" width="8" height="8" rx="1.5" fill="#5f8fd4"/>
  <rect x="48" y="27" width="8" height="8" rx="1.5" fill="#8fb4e8"/>
  <rect x="13" y="40" width="16" height="4.5" fill="#ffffff"/>
  <rect x="18.75" y="40" width="4.5" height="18" fill="#ffffff"/>
  <rect x="34" y="40" width="16" height="4.5" fill="#ffffff"/>
  <rect x="34" y="40" width="4.5" height="11" fill="#ffffff"/>
  <rect x="34" y="46.5" width="16" height="4.5" fill="#ffffff"/>
  <rect x="45.5" y="46.5" width="4.5" height="11.5" fill="#ffffff"/>
  <rect x="34" y="53.5" width="16" height="4.5" fill="#ffffff"/>
</svg>
`;

const png32 =
  "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAABLUlEQVR42mNggALt8OnyQDwfiN8D8X8a4fdQO+QZkAFQ" +
  "IJ7GFmNzSDyyz+lpObIj5BmgQQKXCKvf9T+2dT8Yg9ggsfaGkv9T2/LBGMTGJeaYv/G/a/FWMAaxcZmHhOczoPu+f8sL" +
  "FAwS+7/VHQXjEovvv4KCcZmHHAoM6EFDZwf8H3wOoHMawHQANkOIdQA2y7CZh9cB2IKR2CjAFtzYzBt1wOBOA8QaQok6" +
  "kssBYvM3zQqikeWAAU8D9MaD1wFTV5/+jw+A5GFqCYGh6QDXnCX/Exo3gvH1+6/BBq0/cAMuBpJHd0D7giNweWRMcRo4" +
  "dfUphq+RMQyAHApSi47p5gCqRgEpDgCJo2NQdNHNAdjiHZQeiHXA+wGMgvcYHRM6O2D+wHfNBrxzOtDdcwDQ67iFP0Yy" +
  "6AAAAABJRU5ErkJggg==";

const png64 =
  "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAYAAACqaXHeAAABrUlEQVR42u2bMU7DMBSGfYMchCGnQByBCcENMnCAiKGs" +
  "naoegiGq1M4ww9CFSr0AEts7gmujGEXEju3Gpc3zb+lf4tfI/9cXv1jKE8Ixrm6XhVKl1CiRkpyYqF279lCI0NEarydq" +
  "eghG7QWhAkqlLSPjf6W9lUPmibH5bjaUtrTfZmC+mwlFF0CdkXmjuvvvU4YA6CcL2jLhDLybvcr5+tsqPWfiFs+VlJsb" +
  "q/RcbNz140bezz+t0nOx63OoEm2tdAa5bm5k4lymjGLjXOaNYtfnUCN86c8cAAnfs8IcgAQAAACA4QDmZdAPgLsAwBcQ" +
  "moqpH4HQ1A5d39EAQjej1Jtg6OYWuj4AAAAAAAAAQBnEixAAnOwwlPrwcjGHodSb0bnuBwAAAAAAAAAog3gRAgAAAAAA" +
  "GA9g7PivewIAAADAaQAsXj56at72vUXpa7bYEADvuy/rb106exV4eFr1TOhrx2bVGFMsAGSfARe9BwAAAABAcgCxZRgA" +
  "uAGIKXm6RKYEQBnvAeT9XJ45gMbbMMEcQJWsZWaCAOi3cSrrpim0zaFxEq2zaJ7OuX3+AIf5v9oyyYwgAAAAAElFTkSu" +
  "QmCC";

/** Files of a kernelspec's folder by name. */
export const logoFiles: Readonly<Record<string, Uint8Array>> = {
  "logo-svg.svg": Buffer.from(svg),
  "logo-32x32.png": Buffer.from(png32, "base64"),
  "logo-64x64.png": Buffer.from(png64, "base64"),
};
