// Generators of domains in which things are brought from one place to another.

/// Cars between harbours that are all connected.
func writeFerry(_ text: inout TaskText, _ random: inout SeededGenerator, _ size: [Int]) {
    let cars = names("car", size[0])
    let locations = names("loc", size[1])
    text.declare(cars, "car")
    text.declare(locations, "location")
    text.fact("empty-ferry")
    text.fact("at-ferry", random.pick(locations))
    for car in cars {
        let (from, to) = twoDifferent(locations, &random)
        text.fact("at", car, from)
        text.goal("at", car, to)
    }
}

/// Passengers and one lift.
func writeMiconic(_ text: inout TaskText, _ random: inout SeededGenerator, _ size: [Int]) {
    let passengers = names("p", size[0])
    let floors = names("f", size[1])
    text.declare(passengers, "passenger")
    text.declare(floors, "floor")
    text.fact("lift-at", random.pick(floors))
    for passenger in passengers {
        let (from, to) = twoDifferent(floors, &random)
        text.fact("origin", passenger, from)
        text.fact("destin", passenger, to)
        text.goal("served", passenger)
    }
    for lower in floors.indices {
        for upper in floors.indices where lower < upper { text.fact("above", floors[lower], floors[upper]) }
    }
}

/// Vehicles of different capacity on a connected road map.
func writeTransport(_ text: inout TaskText, _ random: inout SeededGenerator, _ size: [Int]) {
    let vehicles = names("v", size[0])
    let packages = names("p", size[1])
    let locations = names("l", size[2])
    let largest = 2 + random.below(3)
    let sizes = (0...largest).map { "c\($0)" }
    text.declare(vehicles, "vehicle")
    text.declare(packages, "package")
    text.declare(locations, "location")
    text.declare(sizes, "size")
    for vehicle in vehicles {
        text.fact("at", vehicle, random.pick(locations))
        text.fact("capacity", vehicle, sizes[1 + random.below(largest)])
    }
    for (smaller, larger) in zip(sizes, sizes.dropFirst()) {
        text.fact("capacity-predecessor", smaller, larger)
    }
    for package in packages {
        let (from, to) = twoDifferent(locations, &random)
        text.fact("at", package, from)
        text.goal("at", package, to)
    }
    for (from, to) in connectedGraph(locations.count, extra: locations.count / 2, &random) {
        text.fact("road", locations[from], locations[to])
        text.fact("road", locations[to], locations[from])
    }
}

/// Packages between the offices of several cities; one truck a city, and planes between the airports.
func writeLogistics(_ text: inout TaskText, _ random: inout SeededGenerator, _ size: [Int]) {
    let cities = names("city", size[0])
    let packages = names("package", size[2])
    let offices = cities.map { city in (0..<size[1]).map { "\(city)-office\($0 + 1)" } }
    let airports = cities.map { "\($0)-airport" }
    let planes = names("plane", 1 + size[0] / 3)
    text.declare(packages, "package")
    text.declare(cities.map { "\($0)-truck" }, "truck")
    text.declare(planes, "airplane")
    text.declare(airports, "airport")
    text.declare(offices.flatMap { $0 }, "location")
    text.declare(cities, "city")
    var places: [String] = []
    for (index, city) in cities.enumerated() {
        let here = offices[index] + [airports[index]]
        places += here
        for place in here { text.fact("in-city", place, city) }
        text.fact("at", "\(city)-truck", random.pick(here))
    }
    for plane in planes { text.fact("at", plane, random.pick(airports)) }
    for package in packages {
        let (from, to) = twoDifferent(places, &random)
        text.fact("at", package, from)
        text.goal("at", package, to)
    }
}

/// Draws two different elements of an array of at least two.
func twoDifferent(_ elements: [String], _ random: inout SeededGenerator) -> (String, String) {
    let first = random.below(elements.count)
    let second = (first + 1 + random.below(elements.count - 1)) % elements.count
    return (elements[first], elements[second])
}

/// Draws the edges of a connected graph: a random tree and some more.
func connectedGraph(_ count: Int, extra: Int, _ random: inout SeededGenerator) -> [(Int, Int)] {
    var edges: [(Int, Int)] = []
    var seen: Set<Int> = []
    let order = random.shuffle(Array(0..<count))
    func add(_ first: Int, _ second: Int) {
        let (low, high) = (min(first, second), max(first, second))
        if low != high, seen.insert(low * count + high).inserted { edges.append((low, high)) }
    }
    for index in 1..<max(1, count) { add(order[index], order[random.below(index)]) }
    for _ in 0..<extra { add(random.below(count), random.below(count)) }
    return edges
}
