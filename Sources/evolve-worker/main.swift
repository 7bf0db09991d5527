// The worker program: all of it is in CWorker.
