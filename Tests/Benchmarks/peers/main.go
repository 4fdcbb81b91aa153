// The two pages of Hello by Go's standard library: net/http behind net/http/fcgi, which serves
// the listening socket that spawn-fcgi gives as descriptor 0.
package main

import (
	"html"
	"io"
	"log"
	"net/http"
	"net/http/fcgi"
	"strconv"
	"strings"
)

func sendPage(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	io.WriteString(w, body)
}

func index(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" {
		http.NotFound(w, r)
		return
	}
	sendPage(w, "안녕하세요, Flask!")
}

func user(w http.ResponseWriter, r *http.Request) {
	sendPage(w, "사용자 이름: "+html.EscapeString(strings.TrimPrefix(r.URL.Path, "/user/")))
}

func main() {
	http.HandleFunc("/", index)
	http.HandleFunc("/user/", user)
	log.Fatal(fcgi.Serve(nil, nil))
}
