internal import Archive
internal import ArgumentParser
internal import Evolution
internal import LanguageModel
internal import Planning
internal import ReviewServer
internal import Sandbox
internal import Training

/// Stands between errors and the terminal: one sentence, one exit code.
enum Explanation {
    /// Prints what happened and what to do, and gives the exit code to throw.
    static func exit(_ error: any Error) -> any Error {
        switch error {
        case is ValidationError, is ExitCode, is CleanExit: return error
        case is CancellationError:
            Output.error(
                "\ninterrupted: what was finished is kept; continue with `evolve resume \(LastRun.name)`\n")
            return ExitCode.interrupted
        default:
            Output.error("evolve: \(error)\n")
            if !LastRun.name.isEmpty, !isForGood(error) {
                Output.error("continue with `evolve resume \(LastRun.name)`\n")
            }
            return code(of: error)
        }
    }

    /// Says whether continuing the run would end the same: the code to start from is part of its settings.
    private static func isForGood(_ error: any Error) -> Bool {
        if case EvolutionError.initialRejected = error { true } else { false }
    }

    private static func code(of error: any Error) -> ExitCode {
        switch error {
        case is InputError: .badInput
        case let error as ModelError:
            switch error {
            case .badPrices, .notRecorded: .badInput
            case .badKey: .configuration
            default: .modelUnavailable
            }
        case let error as ArchiveError:
            switch error {
            case .cannotWrite: .cannotWrite
            case .newerVersion, .damaged, .busy, .notAnExport: .badInput
            }
        case is PDDLError: .badInput
        case is SandboxError, is ReviewServerError: .configuration
        case let error as TrainingError:
            switch error {
            case .missing: .configuration
            // A trainer that could not save a policy says so in Python's words.
            case .failed(let what, _) where what.contains("Errno 28") || what.contains("Errno 30"):
                .cannotWrite
            default: .ourBug
            }
        case let error as EvolutionError:
            switch error {
            case .initialRejected, .unknownEnvironment, .unusableEnvironment, .noSuchRun, .noStartPolicy,
                .runExists,
                .unknownDomain, .noTasks, .noFolder, .unreadable, .budgetTooSmall:
                .badInput
            case .cannotWrite: .cannotWrite
            case .runBusy, .setUp: .configuration
            case .noAnswers: .modelUnavailable
            case .trainerFailed: .ourBug
            }
        default: .ourBug
        }
    }
}
