// The compiler reads the files itself (#embed of C23), so that a service carries its pages wherever it is installed.

#include "CPages.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char account_js[] = {
#embed "Web/account.js"
};
static const unsigned char admin_html[] = {
#embed "Web/admin.html"
};
static const unsigned char admin_js[] = {
#embed "Web/admin.js"
};
static const unsigned char api_js[] = {
#embed "Web/api.js"
};
static const unsigned char budgets_js[] = {
#embed "Web/budgets.js"
};
static const unsigned char chart_js[] = {
#embed "Web/chart.js"
};
static const unsigned char chat_html[] = {
#embed "Web/chat.html"
};
static const unsigned char chat_js[] = {
#embed "Web/chat.js"
};
static const unsigned char dom_js[] = {
#embed "Web/dom.js"
};
static const unsigned char format_js[] = {
#embed "Web/format.js"
};
static const unsigned char i18n_js[] = {
#embed "Web/i18n.js"
};
static const unsigned char icon_svg[] = {
#embed "Web/icon.svg"
};
static const unsigned char index_html[] = {
#embed "Web/index.html"
};
static const unsigned char markdown_js[] = {
#embed "Web/markdown.js"
};
static const unsigned char shell_js[] = {
#embed "Web/shell.js"
};
static const unsigned char sign_in_js[] = {
#embed "Web/sign-in.js"
};
static const unsigned char style_css[] = {
#embed "Web/style.css"
};
static const unsigned char texts_ar_js[] = {
#embed "Web/texts/ar.js"
};
static const unsigned char texts_en_js[] = {
#embed "Web/texts/en.js"
};

#define FILE(path, bytes) {path, bytes, sizeof(bytes)}

static const struct cpages_file files[] = {
    FILE("account.js", account_js),
    FILE("admin.html", admin_html),
    FILE("admin.js", admin_js),
    FILE("api.js", api_js),
    FILE("budgets.js", budgets_js),
    FILE("chart.js", chart_js),
    FILE("chat.html", chat_html),
    FILE("chat.js", chat_js),
    FILE("dom.js", dom_js),
    FILE("format.js", format_js),
    FILE("i18n.js", i18n_js),
    FILE("icon.svg", icon_svg),
    FILE("index.html", index_html),
    FILE("markdown.js", markdown_js),
    FILE("shell.js", shell_js),
    FILE("sign-in.js", sign_in_js),
    FILE("style.css", style_css),
    FILE("texts/ar.js", texts_ar_js),
    FILE("texts/en.js", texts_en_js),
};

size_t cpages_count(void) { return sizeof(files) / sizeof(files[0]); }

struct cpages_file cpages_file_at(size_t index) { return files[index]; }
