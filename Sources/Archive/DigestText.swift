extension RunArchive {
    /// Reads what is kept of the episodes that measured a candidate's policies, one JSON object a training of the search or the
    /// finalists; those of which nothing is kept are missing.
    package func digestTexts() async throws -> [String: [String]] {
        let rows: [[String]] = try await all(
            """
            SELECT json_array(candidate, json_extract(body, '$.digest') || '') FROM evaluation
            WHERE json_type(body, '$.digest') = 'object' ORDER BY rowid
            """, [])
        return Dictionary(grouping: rows.filter { $0.count == 2 }, by: { $0[0] }).mapValues {
            $0.map { $0[1] }
        }
    }
}
