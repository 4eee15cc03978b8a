/* The program: one table of commands. */
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/debug.h"
#include "app/exports.h"
#include "app/imports.h"
#include "app/sample.h"
#include "base/random.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "import", import_main }, { "export", export_main }, { "settle", settle_main }, { "verify", verify_main }, { "rebuild", rebuild_main }, { "backup", backup_main }, { "restore", restore_main },
	{ "sample", sample_main }, { "debug", debug_main },
};

int main(int argc, char **argv)
{
	random_start();
	for (size_t i = 0; argc >= 2 && i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 2, argv + 2);
	fprintf(stderr, "usage: ocop-pos COMMAND …\n");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(stderr, "  %s\n", commands[i].name);
	return 2;
}
