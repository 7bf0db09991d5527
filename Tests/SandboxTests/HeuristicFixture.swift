import Glibc
import Planning
import PlanningDomains
import Sandbox
import Testing

/// Is one of the heuristics written for these tests, in the published style and as fast view.
struct HeuristicFixture: Sendable, CustomTestStringConvertible {
    let family: DomainFamily
    var testDescription: String { family.rawValue }

    static let all = DomainFamily.allCases.filter(\.isMeasured).map { HeuristicFixture(family: $0) }

    private static let root = "\(#filePath)".split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")

    /// Gives the text of a heuristic of `Tests/Fixtures/heuristics`.
    static func code(_ name: String) throws -> String {
        try #require(text(ofFile: root + "/Tests/Fixtures/heuristics/\(name).py"))
    }

    func code(fast: Bool) throws -> String { try Self.code(family.rawValue + (fast ? "_fast" : "")) }

    /// Makes a worker for a task of the domain's ladder.
    func worker(_ task: String, limits: PlanningLimits = PlanningLimits()) throws -> HeuristicWorker {
        let folder = Self.root + "/Sandboxes/domains/\(family.rawValue)"
        let ladder = try Ladder(family, table: #require(text(ofFile: folder + "/ladder.txt")))
        let entry = try #require(ladder.entries.first { $0.name == task })
        return try HeuristicWorker(
            zygote: TestSandbox.zygote(), domain: #require(text(ofFile: folder + "/domain.pddl")),
            task: ladder.text(entry), limits: limits)
    }

    /// Makes a worker for any text.
    static func worker(domain: String, task: String, limits: PlanningLimits = PlanningLimits()) throws
        -> HeuristicWorker
    {
        try HeuristicWorker(zygote: TestSandbox.zygote(), domain: domain, task: task, limits: limits)
    }
}

extension Result where Failure == Sandbox.Failure {
    /// Gives the fault of a candidate that must have one.
    func fault() throws -> Sandbox.Failure {
        switch self {
        case .success(let value): throw UnexpectedSuccess(value: "\(value)")
        case .failure(let failure): return failure
        }
    }
}

struct UnexpectedSuccess: Error, CustomStringConvertible {
    let value: String
    var description: String { "no fault but \(value)" }
}
