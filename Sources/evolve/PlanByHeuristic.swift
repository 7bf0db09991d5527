internal import ArgumentParser
internal import Evolution
internal import Foundation
internal import Planning
internal import PlanningDomains
internal import Sandbox

/// `evolve plan --heuristic FILE.py`: a search led by Python code, in the sandbox.
struct PlanByHeuristic {
    let file: String
    let domain: String
    let task: String
    let search: HeuristicSearch
    let limits: PlanningLimits
    let allowsWeakSandbox: Bool
    let json: Bool
    let quiet: Bool

    /// Finds the way to search that a name of the command line stands for.
    /// - Throws: a sentence with the names that there are.
    static func algorithm(_ name: String) throws -> HeuristicSearch.Algorithm {
        if let found = HeuristicSearch.Algorithm(rawValue: name) { return found }
        let known = HeuristicSearch.Algorithm.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("with --heuristic there is no search \"\(name)\" (known: \(known))")
    }

    /// Finds a native heuristic by the name that the command line knows.
    /// - Throws: a sentence with the names that there are.
    static func queue(_ name: String) throws -> String {
        if HeuristicKind(rawValue: name) != nil, name != "blind" { return name }
        let known = HeuristicKind.allCases.filter { $0 != .blind }.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("there is no native heuristic \"\(name)\" for --beside (known: \(known))")
    }

    func run() throws {
        let domainText = try Self.domainText(domain)
        let parsed = try PlanningFiles.parsing { () throws(PDDLError) in try Domain(parsing: domainText) }
        let taskText = try Self.taskText(task, parsed)
        _ = try PlanningFiles.parsing { () throws(PDDLError) in
            try PlanningTask(parsing: taskText, domain: parsed)
        }
        let code = try PlanningFiles.text(file)
        let text = String(decoding: code.bytes, as: UTF8.self)
        guard !search.usesPreferred || text.contains(/def\s+preferred\b/) else {
            throw PlanningFiles.refuse(
                "\(file): there is no method preferred(self, node); write it, or leave out --preferred")
        }
        let result: Result<HeuristicRun, Failure>
        do {
            let configuration = try Installation(
                environment: ProcessInfo.processInfo.environment, executable: Executable.path
            ).zygote(allowWeakSandbox: allowsWeakSandbox)
            let worker = try HeuristicWorker(
                zygote: Zygote(configuration: configuration),
                domain: String(decoding: domainText.bytes, as: UTF8.self),
                task: String(decoding: taskText.bytes, as: UTF8.self), limits: limits)
            result = worker.solve(code: text, search: search)
        } catch {
            throw Explanation.exit(error)
        }
        try report(result)
    }

    private func report(_ result: Result<HeuristicRun, Failure>) throws {
        if json { try PlanningFiles.printJSON(Report(result, search, file)) }
        switch result {
        case .success(let run):
            if case .plan(let steps) = run.outcome, !json { print(steps.joined(separator: "\n")) }
            if !quiet { PlanningFiles.say(Self.summary(run)) }
            let code = Self.exitCode(run.outcome)
            if code != 0 { throw ExitCode(code) }
        case .failure(let failure):
            if !quiet {
                PlanningFiles.say("\(file): \(failure)")
                if let traceback = failure.traceback { PlanningFiles.say(traceback) }
            }
            throw ExitCode(Self.exitCode(failure))
        }
    }

    private static func exitCode(_ outcome: HeuristicRun.Outcome) -> Int32 {
        switch outcome {
        case .plan: 0
        case .noPlan, .outOfEvaluations: 12
        case .outOfMemory: 22
        case .outOfTime: 23
        }
    }

    private static func exitCode(_ failure: Failure) -> Int32 {
        switch failure.verdict {
        case .time: 23
        case .memory: 22
        default: failure.isSandboxFault ? 70 : 1
        }
    }

    private static func word(_ outcome: HeuristicRun.Outcome) -> String {
        switch outcome {
        case .plan: "plan"
        case .noPlan: "no_plan_found"
        case .outOfTime: "time"
        case .outOfMemory: "memory"
        case .outOfEvaluations: "evaluations"
        }
    }

    private static func summary(_ run: HeuristicRun) -> String {
        let head: String
        switch run.outcome {
        case .plan(let steps):
            head = "plan of \(steps.count) steps; plan valid, cost \(run.cost ?? steps.count)"
        case .noPlan: head = "no plan found: the search space left by the heuristic is exhausted"
        case .outOfTime: head = "out of time; try --time-limit, --search climb or --beside hff"
        case .outOfMemory: head = "out of memory; try --memory-limit or --search climb"
        case .outOfEvaluations: head = "out of evaluations"
        }
        let rate = Double(run.evaluations) / max(run.searchSeconds, 1e-6)
        return """
            \(head)
            \(run.evaluations) evaluations, \(run.expansions) expansions, \(String(format: "%.0f", rate)) evaluations/s, \
            \(String(format: "%.2f", run.groundingSeconds)) s grounding, \
            \(String(format: "%.2f", run.constructorSeconds)) s constructor, \
            \(String(format: "%.2f", run.searchSeconds)) s search; \
            \(String(format: "%.2f", run.usage.cpuSeconds)) s CPU and \(run.usage.peakBytes >> 20) MB altogether
            """
    }

    /// What `--json` prints.
    private struct Report: Encodable {
        var schema = 1
        let outcome: String
        let exit_code: Int32
        let heuristic: String
        let search: String
        let beside: String?
        var plan: [String]?
        var cost: Int?
        var evaluations: Int?
        var expansions: Int?
        var grounding_cpu_s: Double?
        var constructor_cpu_s: Double?
        var search_cpu_s: Double?
        var cpu_s: Double?
        var peak_bytes: Int?
        var detail: String?

        init(_ result: Result<HeuristicRun, Failure>, _ search: HeuristicSearch, _ file: String) {
            heuristic = file
            self.search = search.algorithm.rawValue
            beside = search.nativeQueue
            switch result {
            case .success(let run):
                outcome = word(run.outcome)
                exit_code = exitCode(run.outcome)
                if case .plan(let steps) = run.outcome { plan = steps }
                cost = run.cost
                evaluations = run.evaluations
                expansions = run.expansions
                grounding_cpu_s = run.groundingSeconds
                constructor_cpu_s = run.constructorSeconds
                search_cpu_s = run.searchSeconds
                cpu_s = run.usage.cpuSeconds
                peak_bytes = run.usage.peakBytes
            case .failure(let failure):
                outcome = failure.verdict.rawValue
                exit_code = exitCode(failure)
                detail = failure.detail
            }
        }
    }

    // MARK: Texts

    /// Reads a domain's text by its path or its name.
    static func domainText(_ nameOrPath: String) throws -> SourceText {
        if !FileManager.default.fileExists(atPath: nameOrPath), let folder = PlanningFiles.domainsFolder,
            DomainFamily(rawValue: nameOrPath) != nil
        {
            return try PlanningFiles.text("\(folder)/\(nameOrPath)/domain.pddl")
        }
        return try PlanningFiles.text(nameOrPath)
    }

    /// Reads a task's text by its path, or by the name that a ladder gives it.
    static func taskText(_ nameOrPath: String, _ domain: Domain) throws -> SourceText {
        if !FileManager.default.fileExists(atPath: nameOrPath),
            let family = DomainFamily(rawValue: domain.name),
            let ladder = try? PlanningFiles.ladder(family),
            let entry = ladder.entries.first(where: { $0.name == nameOrPath })
        {
            return SourceText(name: nameOrPath, text: ladder.text(entry))
        }
        return try PlanningFiles.text(nameOrPath)
    }
}
