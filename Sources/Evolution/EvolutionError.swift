/// Says why a run cannot start or go on, and what to do.
package enum EvolutionError: Error, Sendable, Equatable, CustomStringConvertible {
    case initialRejected(verdict: String, detail: String)
    case unknownEnvironment(name: String, known: [String], nearest: String?)
    case unusableEnvironment(why: String)
    /// `isExample`: a domain that comes along, but is not measured on.
    case unknownDomain(name: String, known: [String], nearest: String?, isExample: Bool = false)
    /// No tasks, or too few to learn on some and be judged on others.
    case noTasks(folder: String)
    case noFolder(path: String, purpose: String)
    case unreadable(path: String)
    case cannotWrite(path: String, why: String)
    case runExists(name: String)
    case noSuchRun(name: String, nearest: String?)
    case runBusy(name: String)
    case noStartPolicy(what: String, why: String, remedy: String)
    case trainerFailed(why: String)
    case noAnswers(model: String)
    case setUp(why: String)
    case budgetTooSmall(why: String)

    package var description: String {
        switch self {
        case .initialRejected(let verdict, let detail):
            "the code to start from fails its check (\(verdict)): \(detail); mend it, or leave out --init"
        case .unknownEnvironment(let name, let known, let nearest):
            "unknown environment \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? ";")
                + " known: " + known.joined(separator: ", ")
        case .unusableEnvironment(let why): why
        case .unknownDomain(let name, let known, let nearest, let isExample):
            "unknown domain \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? ";")
                + " known: " + known.joined(separator: ", ")
                + (isExample
                    ? "; \"\(name)\" comes along as an example for prompts only, `evolve plan` takes it"
                    : "; or give a file with --domain and its tasks with --tasks")
        case .noTasks(let folder):
            "\(folder): too few tasks; put at least three PDDL tasks of growing size there, "
                + "or make the subfolders train, validation and test"
        case .noFolder(let path, let purpose):
            "\(path): there is no such folder; \(purpose)"
        case .unreadable(let path):
            "\(path): there is no such file that can be read as UTF-8 text"
        case .cannotWrite(let path, let why):
            "cannot write \(path): \(why); choose another folder or make room, nothing recorded so far is lost"
        case .runExists(let name):
            "a run named \"\(name)\" exists already; continue it with `evolve resume \(name)` or choose another name"
        case .noSuchRun(let name, let nearest):
            "there is no run named \"\(name)\""
                + (nearest.map { "; did you mean \"\($0)\"?" }
                    ?? "; `evolve archive list` names those there are")
        case .runBusy(let name):
            "another evolve is working on \"\(name)\"; wait for it, or stop it first"
        case .noStartPolicy(let what, let why, let remedy):
            "no policy to begin with in \(what): \(why); \(remedy)"
        case .trainerFailed(let why):
            "the trainer failed: \(why); run `evolve resume` to try again, finished trainings are kept"
        case .noAnswers(let model):
            "\(model) gave no answer at all; check the model with a small request, then run evolve resume"
        case .setUp(let why), .budgetTooSmall(let why):
            why
        }
    }
}
