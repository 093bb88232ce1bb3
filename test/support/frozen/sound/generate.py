"""Writes sound.json beside this file: mel filter banks and cepstral coefficients as librosa computes them, in float64.

usage: python3 -m venv venv && venv/bin/pip install librosa && venv/bin/python generate.py

No set-up and no test needs Python: sound.json is committed. The signal is a rising tone, the same formula on both sides.
"""
import json
import pathlib

import librosa
import numpy

time = numpy.arange(2000) / 8000
signal = numpy.sin(2 * numpy.pi * (300 * time + 4000 * time**2)) + 0.25 * numpy.cos(2 * numpy.pi * 1234 * time)


def rounded(values):
    return [float(f"{v:.12g}") for v in numpy.asarray(values, dtype=numpy.float64).reshape(-1)]


banks = []
for rate, size, bands, low, high, scale, norm in [
    (8000, 256, 20, 0, 4000, "slaney", "area"),
    (8000, 256, 26, 0, 4000, "htk", "peak"),
    (16000, 400, 23, 100, 7000, "htk", "area"),
    (16000, 512, 30, 50, 8000, "slaney", "peak"),
]:
    bank = librosa.filters.mel(
        sr=rate, n_fft=size, n_mels=bands, fmin=low, fmax=high, htk=scale == "htk",
        norm="slaney" if norm == "area" else None, dtype=numpy.float64,
    )
    options = {"rate": rate, "bands": bands, "low": low, "high": high, "scale": scale, "norm": norm}
    banks.append({"size": size, "options": options, "data": rounded(bank)})

cepstra = []
for size, hop, bands, kept, scale, norm in [(256, 128, 20, 13, "slaney", "area"), (400, 160, 26, 20, "htk", "peak")]:
    energies = librosa.feature.melspectrogram(
        y=signal, sr=8000, n_fft=size, hop_length=hop, center=False, window="hann", power=2.0, n_mels=bands,
        htk=scale == "htk", norm="slaney" if norm == "area" else None, dtype=numpy.float64,
    )
    logs = numpy.log(numpy.maximum(energies, 1e-10))
    values = librosa.feature.mfcc(S=logs, n_mfcc=kept, dct_type=2, norm="ortho")
    options = {"rate": 8000, "size": size, "hop": hop, "bands": bands, "coefficients": kept, "scale": scale, "norm": norm}
    cepstra.append({"options": options, "energies": rounded(energies.T), "data": rounded(values.T)})

versions = {"librosa": librosa.__version__, "numpy": numpy.__version__}
file = pathlib.Path(__file__).parent / "sound.json"
file.write_text(json.dumps({"versions": versions, "banks": banks, "cepstra": cepstra}, separators=(",", ":")) + "\n")
print(f"{file.stat().st_size} bytes")
