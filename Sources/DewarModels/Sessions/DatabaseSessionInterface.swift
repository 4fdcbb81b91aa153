import DewarCore
import DewarHTTP
import DewarORM
import DewarSigning
import DewarText
import FoundationEssentials
import Logging
import Synchronization

/// Opens and saves sessions in the database of the application that answers.
final class DatabaseSessionInterface: SessionInterface {
    private let maximalSize: Int
    private let state = Mutex(State())

    private struct State {
        /// Made of the configuration at the first request.
        var configuration: SessionConfiguration?
        /// When old sessions were last removed.
        var lastPurge: ContinuousClock.Instant?
    }

    init(maximalSize: Int) {
        self.maximalSize = maximalSize
    }

    /// How often sessions whose time is over are removed.
    private static let purgeInterval = Duration.seconds(600)

    private var configuration: SessionConfiguration {
        state.withLock { state in
            if let configuration = state.configuration { return configuration }
            let configuration = currentApp.config.session
            state.configuration = configuration
            return configuration
        }
    }

    private func token(of request: Request) -> SessionToken? {
        SessionToken(cookie: request.cookies[configuration.cookieName])
    }

    /// The session of the cookie; an empty one for a cookie that is nobody's: a key that a visitor
    /// brings along never becomes a session's.
    func open(_ request: Request) throws -> Session? {
        guard let token = token(of: request), let row = try StoredSession.find(try token.digest),
            row.expires > Date()
        else { return Session() }
        do {
            if let values = try TaggedJSONSerializer.loads(row.content).dictionary {
                return Session(values, key: token.text)
            }
            currentApp.logger.error("a stored session is no dictionary: it is given up.")
        } catch {
            currentApp.logger.error("a stored session cannot be read, and is given up: \(error)")
        }
        return Session()
    }

    /// One that came with a cookie, so that it lives on from every request.
    func savesUntouched(_ request: Request) -> Bool {
        guard configuration.refreshesEachRequest, request.parameters.hasValue("HTTP_COOKIE")
        else { return false }
        return token(of: request) != nil
    }

    func save(_ session: Session, of request: Request, into response: inout Response) throws {
        let outcome = try session.outcome()
        if outcome.isAccessed { response.vary.insert("Cookie") }
        guard !outcome.isNull else { return }
        let known = SessionToken(cookie: outcome.key)
        guard !outcome.values.isEmpty else {
            guard outcome.isModified else { return }
            if let known { try Self.remove(known) }
            return try send(nil, request, outcome, into: &response)
        }
        guard outcome.isModified else {
            guard let known, try prolong(known) else { return }
            return try send(known, request, outcome, into: &response)
        }
        let content = try content(of: outcome)
        if let known, !outcome.isRegenerated {
            // One that was removed meanwhile, by a logout say, does not come back.
            guard try write(content, known) else {
                return try send(nil, request, outcome, into: &response)
            }
            return try send(known, request, outcome, into: &response)
        }
        let fresh = SessionToken()
        try db.transaction {
            if let known { try Self.remove(known) }
            _ = try StoredSession(
                digest: try fresh.digest, content: content, expires: expiry
            ).inserted()
        }
        try send(fresh, request, outcome, into: &response)
        purge()
    }

    private var expiry: Date {
        Date().addingTimeInterval(configuration.lifetime / .seconds(1))
    }

    private func content(of outcome: Session.Outcome) throws -> String {
        let content = try TaggedJSONSerializer.dumps(.dictionary(outcome.values))
        guard content.utf8.count <= maximalSize else {
            throw StoredSessionError(size: content.utf8.count, limit: maximalSize)
        }
        return content
    }

    private static func remove(_ token: SessionToken) throws {
        let digest = try token.digest
        try StoredSession.filter { $0.digest == digest }.delete()
    }

    /// Writes what a session holds; false when it is gone.
    private func write(_ content: String, _ token: SessionToken) throws -> Bool {
        let (digest, expiry) = (try token.digest, expiry)
        return try StoredSession.filter { $0.digest == digest }.update {
            $0.set(\.content, content)
            $0.set(\.expires, expiry)
        } > 0
    }

    /// Lets a session live on, when a twentieth of its life is over: not every request writes.
    private func prolong(_ token: SessionToken) throws -> Bool {
        guard configuration.refreshesEachRequest else { return false }
        let (digest, expiry) = (try token.digest, expiry)
        let due = expiry.addingTimeInterval(-(configuration.lifetime / .seconds(1)) / 20)
        return try StoredSession.filter { $0.digest == digest && $0.expires < due }.update {
            $0.set(\.expires, expiry)
        } > 0
    }

    /// Sends the cookie; without a token the client forgets it.
    private func send(
        _ token: SessionToken?, _ request: Request, _ outcome: Session.Outcome,
        into response: inout Response
    ) throws {
        let expires =
            token != nil && outcome.isPermanent ? HTTPDate.now + configuration.lifetime : nil
        let cookie = configuration.cookie(
            token?.text, expires: expires.map { .date($0) }, isSecure: request.isSecure)
        try response.headers.add("Set-Cookie", try cookie.headerValue())
        response.vary.insert("Cookie")
    }

    /// Removes sessions whose time is over, now and then: not more at once than a visitor, who has
    /// no part in it, can wait for.
    private func purge() {
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            if let last = state.lastPurge, now - last < Self.purgeInterval { return false }
            state.lastPurge = now
            return true
        }
        guard isDue else { return }
        do {
            let count = try StoredSession.removeExpired(upTo: Self.purgeSize)
            // There may be more: the next new session goes on with them.
            if count == Self.purgeSize { state.withLock { $0.lastPurge = nil } }
        } catch {
            currentApp.logger.warning("old sessions could not be removed: \(error)")
        }
    }

    /// How many old sessions a request removes at most.
    private static let purgeSize = 1000
}

extension StoredSession {
    /// Removes the sessions whose time is over.
    ///
    /// It is done by itself when sessions are made, every ten minutes at most, for 1,000 at once.
    ///
    /// ```swift
    /// try app.database.run { try StoredSession.removeExpired() }
    /// ```
    ///
    /// - Returns: How many there were.
    /// - Throws: `DatabaseError`.
    /// - SeeAlso: Flask-Session `flask session_cleanup`.
    @discardableResult
    public static func removeExpired() throws -> Int {
        let now = Date()
        return try filter { $0.expires < now }.delete()
    }

    /// Removes some of the sessions whose time is over.
    static func removeExpired(upTo limit: Int) throws -> Int {
        let now = Date()
        let old = filter { $0.expires < now }.order { $0.expires }.limit(limit)
        return try filter { $0.digest.in(old.select { $0.digest }) }.delete()
    }

    /// Removes all sessions: everybody is logged out.
    ///
    /// ```swift
    /// try app.database.run { try StoredSession.removeAll() }
    /// ```
    ///
    /// - Returns: How many there were.
    /// - Throws: `DatabaseError`.
    /// - SeeAlso: nothing in Flask-Session: its table is emptied by hand.
    @discardableResult
    public static func removeAll() throws -> Int { try query.delete() }
}

/// A session that is too large for the database.
struct StoredSessionError: Error, CustomStringConvertible {
    let size: Int
    let limit: Int

    var description: String {
        """
        the session is too large: \(size) bytes, of \(limit) that it may have. Keep what is large \
        in a table of its own, or raise maximalSize of DatabaseSessions.
        """
    }
}
