internal import Archive
internal import Foundation
internal import Sandbox
internal import Training

/// Holds what a trained policy did for a while: the best that is known of the task before the search.
struct SkilledBehaviour: Sendable {
    let memory: SharedMemory
    let segments: [ScoredSegment]
}

extension RewardProblem {
    /// Says whether a policy is still there; `evolve archive prune` takes them away.
    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}

extension SlotPool {
    /// Records what a policy does, in the same steps and environments as the other behaviours.
    /// - Parameter policy: absolute path of a policy file.
    /// - Throws: `TrainingError` where the file is none of this environment.
    func recordSkilled(policy: String) async throws {
        let workshop = try await prepared()
        let slot = try await borrow()
        var request = ProbeRequest(
            environment: environment.name, seed: 0, signals: environment.signals.map(\.name))
        request.policy = policy
        let asked = request
        do {
            skilled = try await offPool {
                let reply = try slot.probe(asked)
                precondition(
                    reply.layout == workshop.probe.layout, "equal requests give equal layouts")
                let memory = try slot.signals.copy(name: "skilled", bytes: reply.layout.bytes)
                return SkilledBehaviour(memory: memory, segments: reply.segments)
            }
            giveBack(slot)
        } catch {
            giveBack(slot)
            throw error
        }
    }

    /// Has a checked candidate value recorded behaviour, and says what the critic's rules make of it.
    /// - Returns: nil where it cannot even value random behaviour.
    func criticise(_ candidate: CandidateRecord) async throws -> Critique? {
        let workshop = try await prepared()
        let skilled = self.skilled
        let critic = RewardCritic(
            signals: environment.signals, fitnessUnit: environment.fitness.unit, isSignLimited: isSignLimited)
        return try await offPool {
            guard let tried = try workshop.tryOut(candidate, skilled: skilled) else { return nil }
            return Critique(
                candidate: candidate.id, rules: critic.findings(on: candidate, tried),
                workerCPUSeconds: tried.workerCPUSeconds)
        }
    }
}
