"""Times 2-D convolutions given as JSON: argv = cases file, folder for the results, "numpy" or "torch", seconds a case.

Writes the result of each case as float32 to FOLDER/ID.bin and prints {id: {"seconds": [...]}, "version": ...}.
NumPy: im2col and one matrix product. One thread, as the others have.
"""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np


def numbers(count, first):
    values = (np.arange(count, dtype=np.float64) + first) * 0.6180339887498949
    return (values - np.floor(values) - 0.5).astype(np.float32)


def convolver_numpy(x, w, stride, pad):
    k_h, k_w, channels, filters = w.shape

    def run():
        padded = np.pad(x, ((0, 0), *pad, (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (k_h, k_w), axis=(1, 2))[:, ::stride, ::stride]
        # [N, outH, outW, C, kH, kW] → rows of kH·kW·C
        columns = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, k_h * k_w * channels)
        return (columns @ w.reshape(-1, filters)).reshape(*windows.shape[:3], filters)

    return run


def convolver_torch(x, w, stride, pad):
    import torch

    torch.set_num_threads(1)
    images = torch.from_numpy(np.ascontiguousarray(x.transpose(0, 3, 1, 2)))
    weights = torch.from_numpy(np.ascontiguousarray(w.transpose(3, 2, 0, 1)))
    (top, bottom), (left, right) = pad

    def run():
        with torch.no_grad():
            padded = torch.nn.functional.pad(images, (left, right, top, bottom))
            return torch.nn.functional.conv2d(padded, weights, stride=stride)

    return run


def same(size):
    return ((size - 1) // 2, size - 1 - (size - 1) // 2)


def main():
    with open(sys.argv[1]) as file:
        cases = json.load(file)
    folder, library, seconds = sys.argv[2], sys.argv[3], float(sys.argv[4])
    make = convolver_numpy if library == "numpy" else convolver_torch
    found = {}
    for case in cases:
        x = numbers(int(np.prod(case["input"])), 1).reshape(case["input"])
        w = numbers(int(np.prod(case["filters"])), 7).reshape(case["filters"])
        pad = [same(size) if case["padding"] == "same" else (0, 0) for size in case["filters"][:2]]
        run = make(x, w, case["stride"], pad)
        out = run()
        times = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or len(times) < 3:
            started = time.perf_counter()
            run()
            times.append(time.perf_counter() - started)
        if library == "torch":
            out = np.ascontiguousarray(out.numpy().transpose(0, 2, 3, 1))
        out.astype(np.float32).tofile(os.path.join(folder, case["id"] + ".bin"))
        found[case["id"]] = {"seconds": times}
    version = np.__version__ if library == "numpy" else __import__("torch").__version__
    print(json.dumps({"version": version, "cases": found}))


main()
