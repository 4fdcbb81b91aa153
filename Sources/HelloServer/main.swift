import Dewar
import Hello

app.run()
