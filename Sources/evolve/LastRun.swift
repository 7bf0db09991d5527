internal import Evolution
internal import Synchronization

/// Remembers which run the process works on, so that every way to end can name the command that continues it.
enum LastRun {
    private static let box = Mutex("")

    /// Name of the run's folder; empty before there is one.
    static var name: String { box.withLock { $0 } }

    /// Takes the name from the run's first event.
    static func notice(_ event: RunEvent) {
        guard case .started(let run, _, _) = event else { return }
        box.withLock { $0 = run.name }
    }
}
