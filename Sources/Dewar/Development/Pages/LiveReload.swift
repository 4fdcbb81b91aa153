import DewarHTTP
import DewarText
import Glibc
import HTTPTypes

/// What makes a browser load a page anew when the application has changed.
package enum LiveReload {
    /// What the paths of the supervisor begin with.
    package static let prefix = "/_dewar/"

    /// When the answer to the current request was begun, in milliseconds since 1970.
    @TaskLocal package static var begun: Int64?

    /// Of which edition of the application the current answer is: another number, and a higher one,
    /// whenever there is something new to see; nil without a supervisor.
    ///
    /// For a moment two workers take requests. The last may answer a browser that was just told to
    /// load its page anew: its edition says that the page is none of the new ones.
    @TaskLocal package static var edition: Int?

    /// The variable that tells a worker its edition.
    static let editionVariable = "DEWAR_EDITION"

    /// Now, in milliseconds since 1970.
    static var now: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    /// Makes the element that loads the script.
    ///
    /// What changes after the page was begun and before the browser listens is told by the time,
    /// and by the edition.
    ///
    /// - Parameter method: The method of the request that the page answers.
    /// - Returns: The element.
    static func tag(method: String = "GET") -> Markup {
        // Without an edition the time has to do.
        let edition = edition.map { " data-edition=\"\($0)\"" } ?? ""
        return Markup(
            html: """
                <script src="/_dewar/live.js" data-method="\(method)" data-begun="\(begun ?? now)"\(edition) defer></script>
                """)
    }

    /// Puts the script into a page, before the end of its body.
    ///
    /// - Parameters:
    ///   - response: An answer; what is no whole page of HTML stays as it is.
    ///   - request: What it answers.
    package static func add(to response: inout Response, for request: Request) {
        guard request.method != .head, response.headers[.contentEncoding] == nil,
            response.status.code != 304, response.status.code != 204,
            response.headers[.contentType]?.lowercased().hasPrefix("text/html") == true,
            response.headers[.contentDisposition] == nil
        else { return }
        let page = response.body.withBytes { Array($0) } ?? nil
        guard let page, let place = placeOfScript(in: page) else { return }
        let tag = tag(method: request.method.rawValue)
        response.body = .bytes(page[..<place] + Array(tag.html.utf8) + page[place...])
        if response.headers[.contentLength] != nil {
            response.headers[.contentLength] = String(page.count + tag.html.utf8.count)
        }
        // Of the page without the script.
        response.headers[.eTag] = nil
        response.headers[.lastModified] = nil
    }

    /// Before the last `</body>`, or at the end of what looks like HTML.
    private static func placeOfScript(in page: [UInt8]) -> Int? {
        let end = Array("</body>".utf8)
        if page.count >= end.count {
            for start in stride(from: page.count - end.count, through: 0, by: -1)
            where page[start] == UInt8(ascii: "<") {
                let matches = zip(page[start...], end).allSatisfy { $0 | 0x20 == $1 | 0x20 }
                if matches { return start }
            }
        }
        return page.count
    }

    /// Listens for changes.
    ///
    /// Of a page that a form was sent for, the browser would ask whether to
    /// send it again: there it only says that something changed. A page that nobody sees does not
    /// listen, because browsers have six connections to a host for all of its pages; when it is
    /// looked at again, the version tells it what it has missed; at first the time does.
    package static let script = """
        (() => {
          if (window.dewarLive) return;
          window.dewarLive = true;
          const own = document.currentScript;
          const method = (own && own.dataset.method) || "GET";
          const begun = Number((own && own.dataset.begun) || Infinity);
          const edition = Number((own && own.dataset.edition) || Infinity);
          let version = null;
          let badge = null;
          const say = (text) => {
            if (!text) {
              if (badge) badge.remove();
              badge = null;
              return;
            }
            if (!badge) {
              badge = document.createElement("div");
              badge.setAttribute("role", "status");
              badge.style.cssText = "position:fixed;right:12px;bottom:12px;z-index:2147483647;" +
                "padding:6px 12px;border-radius:6px;background:#1c2430;color:#fff;" +
                "font:13px/1.4 system-ui,sans-serif;box-shadow:0 2px 8px #0005;max-width:80vw;" +
                "white-space:nowrap;overflow:hidden;text-overflow:ellipsis";
              document.body.append(badge);
            }
            badge.textContent = text;
          };
          const reload = () => {
            if (method === "GET" || method === "HEAD") location.reload();
            else say("Changed: send the form again to see it.");
          };
          const styles = () => {
            for (const link of document.querySelectorAll("link[rel~=stylesheet]")) {
              const url = new URL(link.href);
              if (url.origin !== location.origin) continue;
              url.searchParams.set("_dewar", Date.now());
              link.href = url;
            }
          };
          let source = null;
          const listen = () => {
            source = new EventSource("/_dewar/events");
            source.addEventListener("hello", (event) => {
              const [now, changed, newest] = event.data.split(" ");
              const isNew = version === null
                ? Number(changed) >= begun || Number(newest) > edition : version !== now;
              version = now;
              if (isNew) reload();
              else say("");
            });
            source.addEventListener("reload", (event) => {
              version = event.data;
              reload();
            });
            source.addEventListener("styles", (event) => {
              version = event.data;
              styles();
            });
            source.addEventListener("building", (event) => say(event.data));
            source.addEventListener("idle", () => say(""));
          };
          const follow = () => {
            if (source) source.close();
            source = null;
            if (!document.hidden) listen();
          };
          document.addEventListener("visibilitychange", follow);
          addEventListener("pagehide", () => { if (source) source.close(); });
          addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
          follow();
        })();

        """
}
