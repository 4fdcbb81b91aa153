/// Lists and dictionaries into which a template put something that may hold them: at the end of a
/// rendering those that hold themselves are cut, because Swift would never free them.
///
/// A cycle takes a change of a container that exists: `append`, `update`, an attribute of a
/// namespace. What was changed is remembered, and nothing else is looked at.
struct CycleBreaker {
    private var containers: [Container] = []
    private var known: Set<ObjectIdentifier> = []
    /// How many are remembered before those are forgotten that nobody else holds.
    private var sweepSize = 1024

    /// Whether a value may hold the container that it is put into.
    @inline(__always)
    static func mayClose(_ value: Value) -> Bool {
        switch value {
        case .list, .tuple, .dict, .object, .undefined: true
        default: false
        }
    }

    /// Remembers a container.
    mutating func insert(_ container: Container) {
        guard known.insert(ObjectIdentifier(container)).inserted else { return }
        containers.append(container)
        if containers.count >= sweepSize { sweep() }
    }

    private mutating func sweep() {
        var kept: [Container] = []
        for index in containers.indices where !isKnownUniquelyReferenced(&containers[index]) {
            kept.append(containers[index])
        }
        containers = kept
        known = Set(kept.map { ObjectIdentifier($0) })
        sweepSize = max(2 * kept.count, 1024)
    }

    /// Puts `None` where a container holds itself, and where it holds what ends with the rendering:
    /// macros, iterators, `loop`.
    mutating func breakCycles() {
        guard !containers.isEmpty else { return }
        for container in containers { container.replaceHeld { $0.withoutRendering } }
        let groups = ContainerGroups(reachedFrom: containers)
        for container in containers {
            container.replaceHeld { value in
                guard let child = value.container, groups.areTogether(container, child) else {
                    return value
                }
                return .none
            }
        }
        self = CycleBreaker()
    }
}

extension Value {
    /// The container that it is, or holds.
    fileprivate var container: Container? {
        switch self {
        case .list(let list): list
        case .tuple(let tuple): tuple
        case .dict(let dict): dict
        case .object(let object): object
        case .undefined(let undefined): undefined.searched?.container
        default: nil
        }
    }

    /// The value as it is after the rendering.
    fileprivate var withoutRendering: Value {
        switch self {
        case .object(let object) where object.endsWithRendering: .none
        case .undefined(let undefined) where undefined.searched != nil:
            .undefined(undefined.detached)
        default: self
        }
    }
}

extension Container {
    /// The containers that it holds.
    fileprivate var heldContainers: [Container] {
        switch self {
        case let list as List: list.elements.compactMap(\.container)
        case let tuple as Tuple: tuple.elements.compactMap(\.container)
        case let dict as Dict:
            dict.live.compactMap(\.value.container) + dict.live.compactMap(\.key.container)
        // Objects only tell what they hold.
        default: takeChildren().compactMap(\.container)
        }
    }

    /// Changes what a list or dictionary holds.
    fileprivate func replaceHeld(_ transform: (Value) -> Value) {
        switch self {
        case let list as List:
            for index in list.elements.indices where CycleBreaker.mayClose(list.elements[index]) {
                list.elements[index] = transform(list.elements[index])
            }
        case let dict as Dict: dict.replaceEntries(transform)
        default: break
        }
    }
}

extension Dict {
    fileprivate func replaceEntries(_ transform: (Value) -> Value) {
        for entry in Array(live) where CycleBreaker.mayClose(entry.value) {
            try? set(entry.key, to: transform(entry.value))
        }
        // A key cannot change: its entry goes.
        for entry in Array(live) where CycleBreaker.mayClose(entry.key) {
            if !entry.key.isUndefined, transform(entry.key).isNone { _ = try? remove(entry.key) }
        }
    }
}

/// Which containers hold each other, directly or through others: the strongly connected components
/// of what is reached from some of them.
///
/// - SeeAlso: R. Tarjan, Depth-first search and linear graph algorithms, 1972.
private struct ContainerGroups {
    /// The group of each container that is in one with another, or holds itself.
    private var groups: [ObjectIdentifier: Int] = [:]

    private struct Visit {
        let container: Container
        let children: [Container]
        var next = 0
    }

    private var order: [ObjectIdentifier: Int] = [:]
    private var lowest: [Int] = []
    private var open: [Container] = []
    private var isOpen: Set<ObjectIdentifier> = []

    init(reachedFrom containers: [Container]) {
        for container in containers where order[ObjectIdentifier(container)] == nil {
            visit(container)
        }
    }

    func areTogether(_ left: Container, _ right: Container) -> Bool {
        guard let group = groups[ObjectIdentifier(left)] else { return false }
        return group == groups[ObjectIdentifier(right)]
    }

    /// Goes through everything that is reached, without recursion: nesting may be deep.
    private mutating func visit(_ first: Container) {
        var visits = [begin(first)]
        while var visit = visits.last {
            let number = order[ObjectIdentifier(visit.container)] ?? 0
            if visit.next < visit.children.count {
                let child = visit.children[visit.next]
                visit.next += 1
                visits[visits.count - 1] = visit
                if let known = order[ObjectIdentifier(child)] {
                    if isOpen.contains(ObjectIdentifier(child)) {
                        lowest[number] = min(lowest[number], known)
                    }
                } else {
                    visits.append(begin(child))
                }
                continue
            }
            visits.removeLast()
            if lowest[number] == number { close(visit, number) }
            if let parent = visits.last {
                let outer = order[ObjectIdentifier(parent.container)] ?? 0
                lowest[outer] = min(lowest[outer], lowest[number])
            }
        }
    }

    private mutating func begin(_ container: Container) -> Visit {
        order[ObjectIdentifier(container)] = lowest.count
        lowest.append(lowest.count)
        open.append(container)
        isOpen.insert(ObjectIdentifier(container))
        return Visit(container: container, children: container.heldContainers)
    }

    private mutating func close(_ visit: Visit, _ number: Int) {
        let isAlone = open.last === visit.container
        while let container = open.popLast() {
            isOpen.remove(ObjectIdentifier(container))
            if !isAlone || visit.children.contains(where: { $0 === container }) {
                groups[ObjectIdentifier(container)] = number
            }
            if container === visit.container { break }
        }
    }
}
