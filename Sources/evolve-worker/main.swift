// The worker program. Arguments in; then C forks and locks down (see CWorker.h). Swift runs again only inside a locked child,
// where Python asks the planner for a job.
internal import CWorker
internal import Glibc

let planner = PlannerJobs()
PythonRuntime.serve(planner)
for argument in CommandLine.arguments.dropFirst() {
    let refused = evolve_worker_argument(argument)
    if refused != 0 { exit(refused) }
}
exit(evolve_worker_run())
