#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>

/* curl_easy_setopt and curl_easy_getinfo take any type after their option, which Swift can't call. */
static inline CURLcode ccurl_set_text(CURL *session, CURLoption option, const char *value) {
    return curl_easy_setopt(session, option, value);
}

static inline CURLcode ccurl_set_number(CURL *session, CURLoption option, long value) {
    return curl_easy_setopt(session, option, value);
}

static inline CURLcode ccurl_set_list(CURL *session, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(session, option, value);
}

typedef size_t (*ccurl_reader)(char *buffer, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_reader(CURL *session, ccurl_reader reader, void *context) {
    CURLcode code = curl_easy_setopt(session, CURLOPT_READFUNCTION, reader);
    return code != CURLE_OK ? code : curl_easy_setopt(session, CURLOPT_READDATA, context);
}

static inline CURLcode ccurl_set_writer(CURL *session, ccurl_reader writer, void *context) {
    CURLcode code = curl_easy_setopt(session, CURLOPT_WRITEFUNCTION, writer);
    return code != CURLE_OK ? code : curl_easy_setopt(session, CURLOPT_WRITEDATA, context);
}

static inline long ccurl_answer_code(CURL *session) {
    long code = 0;
    curl_easy_getinfo(session, CURLINFO_RESPONSE_CODE, &code);
    return code;
}

#endif
