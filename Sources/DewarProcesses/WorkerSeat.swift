import CLinux
import Glibc
import Synchronization

/// What a worker has of its master: sockets, a place on the scoreboard, and a line to talk over.
///
/// The line is also what a worker notices its master's end by: it closes, however that happened.
package final class WorkerSeat: Sendable {
    /// The variable that tells a process that it is a worker, and of which descriptors.
    static let variable = "DEWAR_WORKER"

    /// What a master tells a worker.
    package enum Order: Sendable, Hashable {
        /// To stop when the requests under way are answered.
        case stop
        /// To stop at once.
        case stopAtOnce
    }

    /// Bytes on the line.
    package enum Message {
        /// The worker serves.
        package static let ready = UInt8(ascii: "R")
        static let leave = UInt8(ascii: "L")
        static let stop = UInt8(ascii: "S")
        static let stopAtOnce = UInt8(ascii: "Q")
    }

    /// The listening sockets.
    package let sockets: [Int32]
    /// The scoreboard; nil when the master is of another version.
    package let scoreboard: Scoreboard?
    /// Which of the scoreboard's places is this worker's.
    package let place: Int
    /// Whether the sockets came by way of spawn-fcgi.
    package let isSpawned: Bool
    private let line: Int32

    /// Takes the seat of this process, and its variable from the environment: programs that are
    /// started from here are no workers.
    ///
    /// - Returns: Nil when the process is no worker.
    /// - Throws: ``ProcessesError`` when the variable says nothing of use.
    package static func inherited() throws(ProcessesError) -> WorkerSeat? {
        guard let text = getenv(variable).map({ String(cString: $0) }) else { return nil }
        unsetenv(variable)
        return try take(text)
    }

    /// Takes the seat that a text tells of.
    ///
    /// - Parameter text: The variable.
    /// - Returns: Nil when it is somebody else's.
    /// - Throws: ``ProcessesError`` when it says nothing of use, or when the master is gone.
    package static func take(_ text: String) throws(ProcessesError) -> WorkerSeat? {
        guard let seat = Seat(text) else { throw .invalidSeat(text) }
        if seat.master == getppid() { return WorkerSeat(seat) }
        // The master ended while this was started. It must not become a server of its own.
        if creator(of: seat.line) == seat.master { throw .masterGone(seat.master) }
        // Handed on by a program that a worker started.
        return nil
    }

    /// The process that made a pair of sockets; nil for other descriptors.
    ///
    /// - SeeAlso: unix(7), `SO_PEERCRED`: a process, a user, and a group.
    private static func creator(of descriptor: Int32) -> Int32? {
        var credentials: [Int32] = [0, 0, 0]
        var size = socklen_t(MemoryLayout<Int32>.stride * credentials.count)
        let code = getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size)
        return code == 0 ? credentials[0] : nil
    }

    private init(_ seat: Seat) {
        sockets = seat.sockets
        place = seat.place
        isSpawned = seat.isSpawned
        line = seat.line
        for descriptor in seat.sockets + [seat.line, seat.scoreboard] {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        let board = Scoreboard.shared(descriptor: seat.scoreboard)
        scoreboard = board.flatMap { seat.place < $0.placeCount ? $0 : nil }
    }

    /// Tells the master that this worker serves.
    package func reportReady() { send(Message.ready) }

    /// Asks the master for somebody else in this worker's place, and then to be told to stop.
    package func askToLeave() { send(Message.leave) }

    /// Waits for the next order, on the calling thread.
    ///
    /// - Returns: The order; nil when the master is gone.
    package func nextOrder() -> Order? {
        while true {
            var byte: UInt8 = 0
            let count = read(line, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return nil }
            switch byte {
            case Message.stop: return .stop
            case Message.stopAtOnce: return .stopAtOnce
            // A later master's: nothing that this worker knows of.
            default: continue
            }
        }
    }

    private func send(_ message: UInt8) {
        var message = message
        _ = Glibc.send(line, &message, 1, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }
}

extension WorkerSeat {
    /// What the variable says: `master=71 place=0 line=5 scoreboard=6 sockets=3,4 spawned=1`.
    struct Seat: Sendable, Hashable, CustomStringConvertible {
        var master: Int32
        var place: Int
        var line: Int32
        var scoreboard: Int32
        var sockets: [Int32]
        var isSpawned: Bool

        var description: String {
            """
            master=\(master) place=\(place) line=\(line) scoreboard=\(scoreboard) \
            sockets=\(sockets.map(String.init).joined(separator: ",")) spawned=\(isSpawned ? 1 : 0)
            """
        }
    }
}

extension WorkerSeat.Seat {
    /// Reads the variable; what it says besides is a later version's.
    init?(_ text: String) {
        var values: [Substring: Substring] = [:]
        for field in text.split(separator: " ") {
            let parts = field.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            values[parts[0]] = parts[1]
        }
        func number(_ name: Substring) -> Int32? {
            values[name].flatMap { Int32($0) }.flatMap { $0 >= 0 ? $0 : nil }
        }
        guard let master = number("master"), let place = number("place"),
            let line = number("line"), let scoreboard = number("scoreboard"),
            let list = values["sockets"], let spawned = number("spawned")
        else { return nil }
        let sockets = list.split(separator: ",").compactMap { Int32($0) }
        guard !sockets.isEmpty, sockets.allSatisfy({ $0 >= 0 }) else { return nil }
        self.init(
            master: master, place: Int(place), line: line, scoreboard: scoreboard,
            sockets: sockets, isSpawned: spawned == 1)
    }
}
