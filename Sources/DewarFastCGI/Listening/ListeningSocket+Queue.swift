import CFastCGI
import Glibc

extension ListeningSocket {
    /// The number of connections that wait to be accepted; nil when the kernel does not tell.
    package var waitingConnections: Int? {
        isTCP ? Self.tcpQueue(of: descriptor) : Self.unixQueue(of: descriptor)
    }

    /// - SeeAlso: tcp(7), `TCP_INFO`: of a listening socket, `tcpi_unacked` is the queue's length.
    private static func tcpQueue(of descriptor: Int32) -> Int? {
        var information = [UInt32](repeating: 0, count: 64)
        var size = socklen_t(information.count * MemoryLayout<UInt32>.size)
        guard getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &information, &size) == 0 else {
            return nil
        }
        // Behind eight bytes and four numbers: linux/tcp.h.
        return Int(information[6])
    }

    /// - SeeAlso: sock_diag(7), `UDIAG_SHOW_RQLEN`.
    private static func unixQueue(of descriptor: Int32) -> Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        // NETLINK_SOCK_DIAG.
        let netlink = socket(
            AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue),
            4)
        guard netlink >= 0 else { return nil }
        defer { _ = Glibc.close(netlink) }
        let question: [UInt32] = [
            // Length, SOCK_DIAG_BY_FAMILY and NLM_F_REQUEST, a number, no process.
            40, 20 | 1 << 16, 1, 0,
            // The family, all states, which socket, UDIAG_SHOW_RQLEN, no cookie.
            UInt32(AF_UNIX), .max, UInt32(truncatingIfNeeded: status.st_ino), 0x10, .max, .max,
        ]
        var answer = [UInt32](repeating: 0, count: 64)
        let sent = question.withUnsafeBytes { send(netlink, $0.baseAddress, $0.count, 0) }
        guard sent == 40 else { return nil }
        let count = answer.withUnsafeMutableBytes { recv(netlink, $0.baseAddress, $0.count, 0) }
        // The answer's type, the fixed part, then attributes: length and type, two numbers.
        guard count >= 44, answer[1] & 0xffff == 20 else { return nil }
        var place = 8
        while place + 1 < count / 4 {
            let (length, type) = (Int(answer[place] & 0xffff), answer[place] >> 16)
            // UNIX_DIAG_RQLEN.
            if type == 4 { return Int(answer[place + 1]) }
            guard length >= 4 else { return nil }
            place += (length + 3) / 4
        }
        return nil
    }
}
