/* libcurl for Swift: its setters and getters take variable arguments, which Swift cannot call. Each shim fixes one type. */
#ifndef EVOLVE_CCURL_H
#define EVOLVE_CCURL_H

#include <curl/curl.h>
#include <stddef.h>

/* Receives body or header bytes; returns how many were taken. Anything but `count` ends the transfer. */
typedef size_t (*evolve_curl_receive)(char *bytes, size_t size, size_t count, void *context);

CURLcode evolve_curl_set_long(CURL *easy, CURLoption option, long value);
/* libcurl copies the string. */
CURLcode evolve_curl_set_string(CURL *easy, CURLoption option, const char *value);
/* libcurl copies `count` bytes as the body of a POST. */
CURLcode evolve_curl_set_post(CURL *easy, const void *bytes, size_t count);
/* libcurl keeps the list: it must outlive the transfer. */
CURLcode evolve_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *list);
CURLcode evolve_curl_set_receivers(
    CURL *easy, evolve_curl_receive body, evolve_curl_receive header, void *context);
/* `buffer` must hold CURL_ERROR_SIZE bytes and outlive the transfer. */
CURLcode evolve_curl_set_error_buffer(CURL *easy, char *buffer);
/* -1 where libcurl does not know. */
long evolve_curl_get_long(CURL *easy, CURLINFO info);
/* -1 where libcurl does not know. */
long long evolve_curl_get_offset(CURL *easy, CURLINFO info);
/* The next transfer that has ended, with its result in `code`; NULL when there is none. */
CURL *evolve_curl_ended(CURLM *multi, CURLcode *code);
/* Called before each sending of a request; anything but CURL_PREREQFUNC_OK keeps it from being sent. */
CURLcode evolve_curl_set_before_sending(CURL *easy, curl_prereq_callback callback, void *context);

#endif
