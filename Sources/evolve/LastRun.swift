internal import Archive
internal import Evolution
internal import Synchronization

/// Remembers which run the process works on, so that every way to end can name the command that continues it.
enum LastRun {
    private static let box = Mutex("")

    /// Name of the run's folder; empty before there is one.
    static var name: String { box.withLock { $0 } }

    private static let trouble = Mutex<String?>(nil)

    /// Verdict and detail of the last candidate that failed; nil when none did.
    static var failure: String? { trouble.withLock { $0 } }

    /// Takes the name from the run's first event, and what went wrong from later ones.
    static func notice(_ event: RunEvent) {
        switch event {
        case .started(let run, _, _): box.withLock { $0 = run.name }
        case .checked(_, _, _, let verdict, let detail) where verdict != "ok",
            .evaluated(_, let verdict, let detail, _, _, _) where verdict != "ok":
            trouble.withLock { $0 = "\(verdict): \(detail)" }
        default: break
        }
    }
}
