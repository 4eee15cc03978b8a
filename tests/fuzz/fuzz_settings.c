/* Any bytes as the file of settings: refused with the line's name in words, or taken; every text within its room, every number within its row. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "app/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ENDS(text) assert(memchr(text, '\0', sizeof(text)))

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct settings s;
	struct err err = { 0 };
	char path[SETTINGS_TEXT_MAX];

	settings_init(&s);
	if (!settings_read(&s, (const char *)data, size, &err)) {
		assert(err.code != ERR_NONE && err.text[0]);
		return 0;
	}
	assert(s.port >= 0 && s.port <= 65535);
	assert(s.hosts_count <= SETTINGS_HOSTS_MAX && s.patterns_count <= BARCODE_PATTERNS_MAX);
	assert(s.printers_count <= SETTINGS_PRINTERS_MAX && s.scanners_count <= SETTINGS_SCANNERS_MAX);
	ENDS(s.book);
	ENDS(s.address);
	ENDS(s.socket);
	ENDS(s.certificate);
	ENDS(s.key);
	ENDS(s.web_dir);
	ENDS(s.virtual_scanner);
	for (size_t i = 0; i < s.hosts_count; i++)
		ENDS(s.hosts[i]);
	for (size_t i = 0; i < s.printers_count; i++) {
		ENDS(s.printers[i].name);
		ENDS(s.printers[i].driver);
		ENDS(s.printers[i].address);
		ENDS(s.printers[i].profile);
	}
	for (size_t i = 0; i < s.scanners_count; i++)
		ENDS(s.scanners[i].kind);
	settings_socket_path(&s, path);
	ENDS(path);
	return 0;
}
