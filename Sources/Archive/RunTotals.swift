internal import GRDB

/// Adds up a run without reading its rows into memory.
package struct RunTotals: Sendable, Equatable {
    /// Candidates of proposals, each piece of code once.
    package var candidates = 0
    /// Those of them that failed their checks or an evaluation.
    package var failed = 0
    /// Tokens of all questions and answers.
    package var tokens = 0
    /// US dollars of all answers.
    package var costUSD = 0.0
    /// Environment steps, or heuristic evaluations.
    package var environmentSteps = 0
    /// Trainings, or searches in sets of tasks.
    package var evaluations = 0
}

extension RunArchive {
    /// Adds up the tokens of questions and answers, by generation.
    package func tokensByGeneration() async throws -> [Int: Int] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT generation, sum(json_extract(body, '$.inputTokens') + json_extract(body, '$.outputTokens'))
                    FROM proposal GROUP BY generation
                    """)
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int, $0[1] as Int) })
        }
    }

    /// Adds up what was proposed, asked, paid and measured so far.
    package func totals() async throws -> RunTotals {
        try await read { database in
            var totals = RunTotals()
            if let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT coalesce(sum(json_extract(body, '$.inputTokens') + json_extract(body, '$.outputTokens')), 0),
                      coalesce(sum(json_extract(body, '$.costUSD')), 0.0) FROM proposal
                    """)
            {
                totals.tokens = row[0]
                totals.costUSD = row[1]
            }
            if let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*), coalesce(sum(verdict != 'ok' OR EXISTS (
                        SELECT 1 FROM evaluation WHERE evaluation.candidate = candidate.id AND evaluation.verdict != 'ok')), 0)
                    FROM candidate WHERE json_extract(body, '$.generation') >= 0
                    """)
            {
                totals.candidates = row[0]
                totals.failed = row[1]
            }
            if let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*), coalesce(sum(json_extract(body, '$.environmentSteps')), 0) FROM evaluation
                    WHERE NOT \(RunArchive.isContinued)
                    """)
            {
                totals.evaluations = row[0]
                totals.environmentSteps = row[1]
            }
            return totals
        }
    }
}
