<?php
// The two pages of Hello as a front script of PHP-FPM.
declare(strict_types=1);

function send_page(string $body): void
{
    header('Content-Type: text/html; charset=utf-8');
    header('Content-Length: ' . strlen($body));
    echo $body;
}

$path = $_SERVER['DOCUMENT_URI'];
if ($path === '/') {
    send_page('안녕하세요, Flask!');
} elseif (str_starts_with($path, '/user/')) {
    send_page('사용자 이름: ' . htmlspecialchars(substr($path, strlen('/user/'))));
} else {
    http_response_code(404);
    send_page('Not Found');
}
