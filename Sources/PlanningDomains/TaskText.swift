/// A PDDL task being written.
struct TaskText {
    let domain: String
    let name: String
    var objects: [(names: [String], type: String?)] = []
    var facts: [String] = []
    var goals: [String] = []

    init(domain: String, name: String) {
        self.domain = domain
        self.name = name
    }

    mutating func declare(_ names: [String], _ type: String? = nil) {
        if !names.isEmpty { objects.append((names, type)) }
    }

    mutating func fact(_ words: String...) { facts.append("(\(words.joined(separator: " ")))") }
    mutating func goal(_ words: String...) { goals.append("(\(words.joined(separator: " ")))") }

    var text: String {
        let declared = objects.map {
            "\n    \($0.names.joined(separator: " "))\($0.type.map { " - \($0)" } ?? "")"
        }
        return """
            (define (problem \(name))
              (:domain \(domain))
              (:objects\(declared.joined()))
              (:init
                \(facts.joined(separator: "\n    ")))
              (:goal (and
                \(goals.joined(separator: "\n    ")))))

            """
    }
}

/// Numbered names: `names("car", 3)` is `car1 car2 car3`.
func names(_ stem: String, _ count: Int) -> [String] {
    (0..<max(0, count)).map { "\(stem)\($0 + 1)" }
}
