import DewarProcesses
import Glibc
import Testing

@Suite struct ServiceManagerTests {
    @Test(arguments: [false, true])
    func messagesArrive(isAbstract: Bool) throws {
        let name = "\(isAbstract ? "@" : "/tmp/")dewar-notify-\(getpid())-\(isAbstract)"
        let socket = try NotifySocket(name)
        let service = ServiceManager(address: name, watchdogTimeout: .seconds(10))
        service.noteReady("2 of 2 workers serve")
        #expect(socket.next() == "READY=1\nSTATUS=2 of 2 workers serve")
        service.noteAlive()
        #expect(socket.next() == "WATCHDOG=1")
        service.note(status: "busy")
        #expect(socket.next() == "STATUS=busy")
        service.noteReloading()
        let reloading = try #require(socket.next())
        #expect(reloading.hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        #expect(reloading.split(separator: "=").last.flatMap { Int($0) } ?? 0 > 0)
        service.noteStopping()
        #expect(socket.next() == "STOPPING=1")
        #expect(service.watchdogInterval == .seconds(5))
    }

    @Test func nobodyToHearItIsNoFailure() {
        ServiceManager(address: "/tmp/dewar-nobody-\(getpid())").noteReady("alone")
    }
}

/// Where a service manager hears what is said.
private final class NotifySocket {
    private let descriptor: Int32
    private let path: String?

    init(_ name: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        path = name.hasPrefix("/") ? name : nil
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            bytes.copyBytes(from: name.utf8)
            if name.hasPrefix("@") { bytes[0] = 0 }
        }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count)
        let code = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        try #require(code == 0)
    }

    deinit {
        _ = close(descriptor)
        if let path { _ = unlink(path) }
    }

    func next() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
