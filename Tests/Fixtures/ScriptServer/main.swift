// An application in one file, as a script would have it.
import Dewar

var visits = 0

let app = Application()
app.route("/") { "hello" }
app.route("/visits") { @MainActor in
    visits += 1
    return "\(visits) visits"
}
app.run()
