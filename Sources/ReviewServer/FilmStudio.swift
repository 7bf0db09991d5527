internal import Archive
internal import Evolution
internal import Foundation
internal import Review

/// Has films of single candidates made, one after the other, and keeps them in the run's folder.
actor FilmStudio {
    /// Says how far a film is.
    enum State: Sendable, Equatable {
        case ready, making, absent
        case failed(String)
    }

    private struct Job: Sendable {
        var run: String
        var candidate: CandidateRecord
        var plan: FilmPlan
        var environment: String
    }

    private let installation: Installation
    private let jobs: AsyncStream<Job>
    private let orders: AsyncStream<Job>.Continuation
    private var states: [String: State] = [:]

    init(_ installation: Installation) {
        self.installation = installation
        (jobs, orders) = AsyncStream.makeStream(of: Job.self)
    }

    /// Names a candidate's film inside its run's folder.
    static func name(_ candidate: String) -> String { "films/\(candidate.prefix(16)).mp4" }

    /// Finds a film that is there.
    func file(_ run: String, _ candidate: String) -> InnerFile? {
        InnerFile("\(installation.runs)/\(run)", Self.name(candidate))
    }

    /// Says how far a film is.
    func state(_ run: String, _ candidate: String) -> State {
        if file(run, candidate) != nil { return .ready }
        return states["\(run)/\(candidate)"] ?? .absent
    }

    /// Has a film made unless it is there or on its way; one that failed is tried again.
    func order(_ run: String, _ candidate: CandidateRecord, _ report: Report) {
        let key = "\(run)/\(candidate.id)"
        guard file(run, candidate.id) == nil, states[key] != .making else { return }
        guard let plan = report.filmPlan(of: candidate) else {
            states[key] = .failed("No film: no policy was kept of this candidate.")
            return
        }
        states[key] = .making
        orders.yield(
            Job(run: run, candidate: candidate, plan: plan, environment: report.environmentName))
    }

    /// Makes what is ordered until it is cancelled.
    func run() async {
        for await job in jobs {
            let key = "\(job.run)/\(job.candidate.id)"
            do {
                try await make(job)
                states[key] = nil
            } catch {
                states[key] = .failed("No film: \(error)")
            }
        }
    }

    private func make(_ job: Job) async throws {
        let folder = "\(installation.runs)/\(job.run)"
        let films = folder + "/films"
        let partial = "\(films)/.making-\(job.candidate.id.prefix(16)).mp4"
        try FileManager.default.createDirectory(atPath: films, withIntermediateDirectories: true)
        let panels = job.plan.panels.map {
            PictureRequest.Panel(label: $0.label, policy: "\(folder)/\($0.policy)")
        }
        let request = PictureRequest(
            environment: job.environment,
            films: [PictureRequest.Film(path: partial, seed: job.plan.seed, panels: panels)])
        let text = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
        let data = try await installation.python(["-m", "trainer", "pictures", "--request", text])
        let answer = try JSONDecoder().decode(PictureRequest.Answer.self, from: data)
        if let problem = answer.problems.first { throw StudioError(description: problem) }
        let goal = "\(folder)/\(Self.name(job.candidate.id))"
        guard rename(partial, goal) == 0 else {
            throw StudioError(description: "\(goal): \(String(cString: strerror(errno)))")
        }
    }
}

/// Says why a film could not be made.
private struct StudioError: Error, CustomStringConvertible {
    let description: String
}
