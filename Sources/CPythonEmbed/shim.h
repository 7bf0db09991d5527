/* CPython is included by CWorker.c alone, never through this module: its headers clash with Foundation. */
