internal import Evolution
internal import Foundation
internal import Review
internal import Training

/// Has the trainer's process film the policies and draw the main curve, once a run has a result.
///
/// Nothing here can fail a run: what cannot be made becomes a sentence in the report.
enum Pictures {
    /// Names the film in a run's folder.
    static let film = "best.mp4"
    /// Names the film of winner and human reward side by side.
    static let beside = "best_and_human.mp4"
    /// Names the picture of the main curve.
    static let curve = "curve.png"

    /// Makes `best.mp4`, `best_and_human.mp4` and `curve.png`.
    ///
    /// `EVOLVE_PICTURES=0` leaves them out.
    static func make(
        _ report: Report, _ folder: RunFolder, _ environment: EnvironmentInfo, _ house: House
    ) async -> Films {
        var result = Films()
        guard Variables.text("EVOLVE_PICTURES") != "0", let plan = report.filmPlan else { return result }
        let panels = plan.panels.map {
            PictureRequest.Panel(label: $0.label, policy: folder.path + "/" + $0.policy)
        }
        var films = [
            PictureRequest.Film(path: folder.path + "/" + film, seed: plan.seed, panels: [panels[0]])
        ]
        if panels.count > 1 {
            films.append(
                PictureRequest.Film(path: folder.path + "/" + beside, seed: plan.seed, panels: panels))
        }
        let request = PictureRequest(
            environment: environment.name, films: films,
            curve: PictureRequest.Curve(
                path: folder.path + "/" + curve, title: "\(folder.name): fitness over training",
                axis: environment.fitness.name + ", " + environment.fitness.unit, curves: report.seedCurves))
        do {
            let text = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
            let data = try await house.installation.python(["-m", "trainer", "pictures", "--request", text])
            let answer = try JSONDecoder().decode(PictureRequest.Answer.self, from: data)
            result.problems = answer.problems
            if let shown = answer.films.last, let data = FileManager.default.contents(atPath: shown.path) {
                result.films = [.init(caption: plan.caption, data: data)]
            }
        } catch {
            result.problems = ["no pictures: \(error)"]
        }
        return result
    }
}
