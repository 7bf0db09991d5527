"""Keeps numerical libraries on one thread; call it before NumPy or JAX is imported."""

from __future__ import annotations

import os

_ONE = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NPROC")
_XLA_FLAGS = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"


def limit_threads() -> None:
    """Asks BLAS and XLA for one thread each: results repeat to the bit, and job slots do not crowd out."""
    for name in _ONE:
        os.environ[name] = "1"
    os.environ["XLA_FLAGS"] = _XLA_FLAGS
    os.environ["JAX_PLATFORMS"] = "cpu"
    os.environ["JAX_CPU_ENABLE_ASYNC_DISPATCH"] = "0"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
