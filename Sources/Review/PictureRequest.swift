/// Asks the trainer's process for pictures; its `pictures.py` reads it.
package struct PictureRequest: Encodable, Sendable {
    /// One policy of a film.
    package struct Panel: Encodable, Sendable {
        package var label: String
        /// Path of the policy's file.
        package var policy: String

        package init(label: String, policy: String) { (self.label, self.policy) = (label, policy) }
    }

    /// One film, with a panel a policy.
    package struct Film: Encodable, Sendable {
        package var path: String
        /// Decides how the episode begins.
        package var seed: UInt64
        package var panels: [Panel]

        package init(path: String, seed: UInt64, panels: [Panel]) {
            (self.path, self.seed, self.panels) = (path, seed, panels)
        }
    }

    /// The picture of the main curve.
    package struct Curve: Encodable, Sendable {
        package var path: String
        package var title: String
        package var axis: String
        package var curves: [SeedCurve]

        package init(path: String, title: String, axis: String, curves: [SeedCurve]) {
            (self.path, self.title, self.axis, self.curves) = (path, title, axis, curves)
        }
    }

    /// What was made, and in a sentence each what could not be.
    package struct Answer: Decodable, Sendable {
        package struct Film: Decodable, Sendable { package var path: String }
        package var films: [Film]
        package var problems: [String]
    }

    package var environment: String
    package var films: [Film]
    package var curve: Curve?

    package init(environment: String, films: [Film], curve: Curve? = nil) {
        (self.environment, self.films, self.curve) = (environment, films, curve)
    }
}
