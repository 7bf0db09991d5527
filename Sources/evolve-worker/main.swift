// The worker program. Arguments in, the rest is C (see CWorker.h): no Swift may run between fork and lock-down.
internal import CWorker
internal import Glibc

for argument in CommandLine.arguments.dropFirst() {
    let refused = evolve_worker_argument(argument)
    if refused != 0 { exit(refused) }
}
exit(evolve_worker_run())
