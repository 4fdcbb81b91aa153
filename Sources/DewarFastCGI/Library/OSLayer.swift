import CFastCGI
import Glibc

// libfcgi does all its input and output through eight functions, of which it brings its own.
// These take their place, whether libfcgi is linked statically (then all eight must be here, or
// the linker finds some twice) or dynamically (then the program's come first).
//
// A number from `LibraryChannel.handles` on is a channel of ours; any other one is a descriptor,
// and is read and written as libfcgi's own functions do.

/// Prepares nothing: libfcgi's own function would install handlers of signals.
///
/// - SeeAlso: fcgios.h.
@c @implementation
public func OS_LibInit(_ stdioFds: UnsafeMutablePointer<Int32>!) -> Int32 { 0 }

/// Gives libfcgi bytes of a channel, or of a descriptor.
///
/// - SeeAlso: fcgios.h.
@c @implementation
public func OS_Read(_ fd: Int32, _ buf: UnsafeMutablePointer<CChar>!, _ len: Int) -> Int32 {
    guard fd >= LibraryChannel.firstHandle else { return Int32(clamping: read(fd, buf, len)) }
    let buffer = UnsafeMutableRawBufferPointer(start: buf, count: len)
    let count = LibraryChannel.channel(of: fd)?.read(into: buffer) ?? 0
    guard count > 0 else {
        // libfcgi is asked only for what is there: this is its own end, never a wait.
        errno = EAGAIN
        return -1
    }
    return Int32(clamping: count)
}

/// Takes bytes of libfcgi's for a channel, all of them, or for a descriptor.
///
/// - SeeAlso: fcgios.h.
@c @implementation
public func OS_Write(_ fd: Int32, _ buf: UnsafeMutablePointer<CChar>!, _ len: Int) -> Int32 {
    guard fd >= LibraryChannel.firstHandle else { return Int32(clamping: write(fd, buf, len)) }
    let bytes = UnsafeRawBufferPointer(start: buf, count: len)
    guard let channel = LibraryChannel.channel(of: fd), channel.write(bytes) else {
        errno = EPIPE
        return -1
    }
    return Int32(clamping: len)
}

/// Accepts nothing: that is done elsewhere, and a request that is none ends here.
///
/// - SeeAlso: fcgios.h.
@c @implementation
public func OS_Accept(
    _ listen_sock: Int32, _ fail_on_intr: Int32, _ webServerAddrs: UnsafePointer<CChar>!
) -> Int32 {
    errno = ECANCELED
    return -1
}

/// Closes a descriptor; a channel is closed by who has it.
///
/// - SeeAlso: fcgios.h.
@c @implementation
public func OS_IpcClose(_ ipcFd: Int32, _ shutdown: Int32) -> Int32 {
    ipcFd >= 0 && ipcFd < LibraryChannel.firstHandle ? close(ipcFd) : 0
}

/// Tells libfcgi that the process speaks FastCGI.
///
/// - SeeAlso: fcgios.h.
@c @implementation
public func OS_IsFcgi(_ sock: Int32) -> Int32 { 1 }

/// Opens nothing: ``ListeningSocket`` does.
///
/// - SeeAlso: fcgios.h.
@c @implementation
public func OS_CreateLocalIpcFd(_ bindPath: UnsafePointer<CChar>!, _ backlog: Int32) -> Int32 {
    errno = ENOSYS
    return -1
}

/// Does nothing: libfcgi accepts nothing that it could stop to accept.
///
/// - SeeAlso: fcgios.h.
@c @implementation
public func OS_ShutdownPending() {}
