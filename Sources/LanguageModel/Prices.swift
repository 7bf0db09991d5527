internal import Foundation

/// Gives prices in US dollars per million tokens.
package struct TokenPrices: Sendable, Equatable {
    package var inputPerMillion: Double
    package var outputPerMillion: Double
    /// Price of input read from the provider's cache; nil where it costs as much as other input.
    package var cachedInputPerMillion: Double?

    /// Makes prices.
    package init(inputPerMillion: Double, outputPerMillion: Double, cachedInputPerMillion: Double? = nil) {
        self.inputPerMillion = inputPerMillion
        self.outputPerMillion = outputPerMillion
        self.cachedInputPerMillion = cachedInputPerMillion
    }

    /// What so many tokens cost, in US dollars; `cached` is part of `input`.
    package func cost(input: Int, cached: Int = 0, output: Int) -> Double {
        let fresh = Double(max(0, input - cached)) * inputPerMillion
        let reused = Double(min(cached, input)) * (cachedInputPerMillion ?? inputPerMillion)
        return (fresh + reused + Double(output) * outputPerMillion) / 1_000_000
    }
}

/// Lists what models cost, from files that people edit.
package struct PriceList: Sendable, Equatable {
    /// One row: a pattern for models as `--model` names them, with `*` for anything, and their prices.
    package struct Row: Codable, Sendable, Equatable {
        /// For example `openai:gpt-5-mini*` or `http://127.0.0.1*`.
        package var model: String
        /// US dollars per million tokens.
        package var input: Double
        package var output: Double
        package var cachedInput: Double?

        private enum CodingKeys: String, CodingKey {
            case model, input, output
            case cachedInput = "cached_input"
        }
    }

    private struct File: Decodable {
        var models: [Row]
    }

    /// Rows of the files in their order: those of the first file that fits a model count.
    private let files: [[Row]]

    /// Reads price files, the most important first.
    /// - Throws: ``ModelError/badPrices(path:why:)``.
    package init(paths: [String]) throws(ModelError) {
        var files: [[Row]] = []
        for path in paths {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw .badPrices(path: path, why: "there is no such file that can be read")
            }
            do {
                files.append(try JSONDecoder().decode(File.self, from: data).models)
            } catch {
                throw .badPrices(
                    path: path,
                    why: "not a price file; one looks like "
                        + "{\"models\": [{\"model\": PATTERN, \"input\": 1.0, \"output\": 2.0}]} "
                        + "in US dollars per million tokens")
            }
            let isSound = files[files.count - 1].allSatisfy {
                $0.input >= 0 && $0.output >= 0 && $0.cachedInput ?? 0 >= 0
            }
            guard isSound else { throw .badPrices(path: path, why: "a price is negative") }
        }
        self.files = files
    }

    /// Finds the prices of a model, nil where no pattern fits.
    ///
    /// In a file the most exact pattern counts.
    package func prices(of specification: ModelSpecification) -> TokenPrices? {
        let name = Array(specification.pricedName)
        for rows in files {
            let fitting = rows.filter { Self.fits(Array($0.model)[...], name[...]) }
            let exact = fitting.max { Self.weight($0) < Self.weight($1) }
            if let row = exact {
                return TokenPrices(
                    inputPerMillion: row.input, outputPerMillion: row.output,
                    cachedInputPerMillion: row.cachedInput)
            }
        }
        return nil
    }

    private static func weight(_ row: Row) -> Int { row.model.count { $0 != "*" } }

    private static func fits(_ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        guard first == "*" else {
            return name.first == first && fits(pattern.dropFirst(), name.dropFirst())
        }
        return (name.startIndex...name.endIndex).contains { fits(pattern.dropFirst(), name[$0...]) }
    }
}

/// Estimates the length of what is sent, before any endpoint has counted it.
package enum TokenEstimate {
    /// Tokens of a conversation: four bytes a token, and a few for each message's frame.
    package static func tokens(_ messages: [Message]) -> Int {
        messages.reduce(0) { $0 + ($1.text.utf8.count + 3) / 4 + 4 }
    }
}
