// Generators of domains in which data are collected.

/// Rovers on a connected map that sample soil and rock and take images.
///
/// Every rover can reach every waypoint, and every goal has a rover or camera that can do it.
func writeRovers(_ text: inout TaskText, _ random: inout SeededGenerator, _ size: [Int]) {
    let rovers = names("rover", size[0])
    let waypoints = names("waypoint", size[1])
    let cameras = names("camera", size[2])
    let objectives = names("objective", size[3])
    let modes = ["colour", "high_res", "low_res"]
    text.declare(rovers, "rover")
    text.declare(rovers.map { "\($0)store" }, "store")
    text.declare(waypoints, "waypoint")
    text.declare(cameras, "camera")
    text.declare(modes, "mode")
    text.declare(["general"], "lander")
    text.declare(objectives, "objective")
    text.fact("at_lander", "general", random.pick(waypoints))
    let visible = connectedGraph(waypoints.count, extra: waypoints.count, &random)
    for (from, to) in visible {
        text.fact("visible", waypoints[from], waypoints[to])
        text.fact("visible", waypoints[to], waypoints[from])
    }
    // The first rover can do everything, so that every goal can be reached.
    for (index, rover) in rovers.enumerated() {
        text.fact("at", rover, random.pick(waypoints))
        text.fact("store_of", "\(rover)store", rover)
        text.fact("empty", "\(rover)store")
        for work in ["soil_analysis", "rock_analysis", "imaging"] where index == 0 || random.chance(50) {
            text.fact("equipped_for_\(work)", rover)
        }
        for (from, to) in spanningTree(waypoints.count, visible, &random) {
            text.fact("can_traverse", rover, waypoints[from], waypoints[to])
            text.fact("can_traverse", rover, waypoints[to], waypoints[from])
        }
    }
    var supported: Set<String> = []
    for (index, camera) in cameras.enumerated() {
        text.fact("on_board", camera, index == 0 ? rovers[0] : random.pick(rovers))
        text.fact("calibration_target", camera, random.pick(objectives))
        let some = random.shuffle(modes).prefix(1 + random.below(3))
        for mode in modes where some.contains(mode) {
            text.fact("supports", camera, mode)
            if index == 0 { supported.insert(mode) }
        }
    }
    for objective in objectives {
        let places = random.shuffle(waypoints).prefix(1 + random.below(max(1, waypoints.count / 2)))
        for waypoint in places { text.fact("visible_from", objective, waypoint) }
        for mode in modes where supported.contains(mode) && random.chance(60) {
            text.goal("communicated_image_data", objective, mode)
        }
    }
    for kind in ["soil", "rock"] {
        for waypoint in random.shuffle(waypoints).prefix(1 + waypoints.count / 3) {
            text.fact("at_\(kind)_sample", waypoint)
            if random.chance(70) || text.goals.isEmpty { text.goal("communicated_\(kind)_data", waypoint) }
        }
    }
}

/// A random spanning tree of a connected graph.
private func spanningTree(_ count: Int, _ edges: [(Int, Int)], _ random: inout SeededGenerator) -> [(
    Int, Int
)] {
    var leader = Array(0..<count)
    func find(_ node: Int) -> Int {
        var node = node
        while leader[node] != node {
            leader[node] = leader[leader[node]]
            node = leader[node]
        }
        return node
    }
    var result: [(Int, Int)] = []
    for (from, to) in random.shuffle(edges) {
        let (first, second) = (find(from), find(to))
        // One edge in five is kept although it closes a circle.
        guard first != second || random.chance(20) else { continue }
        leader[first] = second
        result.append((from, to))
    }
    return result
}

/// Satellites with instruments; every mode in a goal is supported by an instrument.
func writeSatellite(_ text: inout TaskText, _ random: inout SeededGenerator, _ size: [Int]) {
    let satellites = names("sat", size[0])
    let instruments = names("ins", max(size[1], size[0]))
    let modes = names("mode", size[2])
    let directions = names("dir", size[3])
    text.declare(satellites, "satellite")
    text.declare(instruments, "instrument")
    text.declare(modes, "mode")
    text.declare(directions, "direction")
    for satellite in satellites {
        text.fact("pointing", satellite, random.pick(directions))
        text.fact("power_avail", satellite)
    }
    for (index, instrument) in instruments.enumerated() {
        text.fact(
            "on_board", instrument, index < satellites.count ? satellites[index] : random.pick(satellites))
        text.fact("calibration_target", instrument, random.pick(directions))
        var some = Set(random.shuffle(modes).prefix(1 + random.below(min(3, modes.count))))
        // Together the instruments support every mode.
        for (number, mode) in modes.enumerated() where number % instruments.count == index {
            some.insert(mode)
        }
        for mode in modes where some.contains(mode) { text.fact("supports", instrument, mode) }
    }
    for direction in directions where random.chance(70) || direction == directions[0] {
        text.goal("have_image", direction, random.pick(modes))
    }
    for satellite in satellites where random.chance(20) {
        text.goal("pointing", satellite, random.pick(directions))
    }
}

/// A walled board whose boxes were pulled away from their goals, so that pushing them back is a plan.
func writeSokoban(_ text: inout TaskText, _ random: inout SeededGenerator, _ size: [Int]) {
    let board = SokobanBoard(size: size[0], &random)
    let boxes = board.place(size[1], &random)
    let goals = boxes
    let (start, positions) = board.pull(boxes, steps: 20 + 6 * size[0], &random)
    func name(_ cell: Int) -> String { "loc_\(cell / size[0] + 1)_\(cell % size[0] + 1)" }
    let floor = (0..<size[0] * size[0]).filter { !board.isWall[$0] }
    text.declare(floor.map(name), "location")
    text.declare(names("box", boxes.count), "box")
    text.fact("at-robot", name(start))
    for (index, cell) in positions.enumerated() {
        text.fact("at", "box\(index + 1)", name(cell))
        text.goal("at", "box\(index + 1)", name(goals[index]))
    }
    for cell in floor where !positions.contains(cell) { text.fact("clear", name(cell)) }
    for cell in floor {
        for (direction, step) in [("left", -1), ("right", 1), ("up", -size[0]), ("down", size[0])]
        where !board.isWall[cell + step] {
            text.fact("adjacent", name(cell), name(cell + step), direction)
        }
    }
}

/// A square board with a wall around it.
private struct SokobanBoard {
    let size: Int
    var isWall: [Bool]

    /// Draws walls inside and keeps the largest connected floor.
    init(size: Int, _ random: inout SeededGenerator) {
        self.size = size
        isWall = (0..<size * size).map { cell in
            let (row, column) = (cell / size, cell % size)
            return row == 0 || column == 0 || row == size - 1 || column == size - 1
        }
        for cell in isWall.indices where !isWall[cell] && random.chance(12) { isWall[cell] = true }
        var best: [Bool] = []
        var bestCount = 0
        var seen = isWall
        for cell in isWall.indices where !seen[cell] {
            let region = reachable(from: cell, boxes: [])
            var count = 0
            for index in region.indices where region[index] {
                seen[index] = true
                count += 1
            }
            if count > bestCount { (best, bestCount) = (region, count) }
        }
        if bestCount > 0 { for cell in isWall.indices { isWall[cell] = !best[cell] } }
    }

    func reachable(from start: Int, boxes: [Int]) -> [Bool] {
        var seen = Array(repeating: false, count: isWall.count)
        seen[start] = true
        var open = [start]
        while let cell = open.popLast() {
            for step in [-1, 1, -size, size] where !isWall[cell + step] && !seen[cell + step] {
                if boxes.contains(cell + step) { continue }
                seen[cell + step] = true
                open.append(cell + step)
            }
        }
        return seen
    }

    /// Draws the goals of the boxes, leaving a place for the robot.
    func place(_ count: Int, _ random: inout SeededGenerator) -> [Int] {
        let floor = isWall.indices.filter { !isWall[$0] }
        return Array(random.shuffle(floor).prefix(max(1, min(count, floor.count / 4))))
    }

    /// Plays backwards: the robot pulls boxes about.
    ///
    /// - Returns: where the robot and the boxes end up.
    func pull(_ start: [Int], steps: Int, _ random: inout SeededGenerator) -> (robot: Int, boxes: [Int]) {
        var boxes = start
        let free = isWall.indices.filter { !isWall[$0] && !boxes.contains($0) }
        var robot = random.pick(free)
        for _ in 0..<steps {
            let region = reachable(from: robot, boxes: boxes)
            var moves: [(box: Int, step: Int)] = []
            for (index, box) in boxes.enumerated() {
                for step in [-1, 1, -size, size] where region[box + step] && isFree(box + 2 * step, boxes) {
                    moves.append((index, step))
                }
            }
            guard !moves.isEmpty else { break }
            let move = random.pick(moves)
            // Pull in one direction for a while.
            for _ in 0...random.below(4) {
                let box = boxes[move.box]
                guard isFree(box + move.step, boxes), isFree(box + 2 * move.step, boxes) else { break }
                boxes[move.box] = box + move.step
                robot = box + 2 * move.step
            }
        }
        return (robot, boxes)
    }

    private func isFree(_ cell: Int, _ boxes: [Int]) -> Bool {
        isWall.indices.contains(cell) && !isWall[cell] && !boxes.contains(cell)
    }
}
