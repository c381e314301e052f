CREATE TABLE `tool_catalogs` (
	`server_id` text PRIMARY KEY NOT NULL,
	`tried_at` integer,
	`error` text,
	`complete_at` integer,
	`source` text
);
--> statement-breakpoint
CREATE TABLE `tool_definitions` (
	`server_id` text NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`enabled` integer NOT NULL,
	`definition` text NOT NULL,
	`hash` text NOT NULL,
	`risk` text NOT NULL,
	`seen_definition` text,
	`seen_hash` text,
	`seen_risk` text,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`changed_at` integer,
	`approved_at` integer,
	`removed_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`server_id`, `name`)
);
--> statement-breakpoint
ALTER TABLE `tools` ADD `follows_new_tools` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `tools` ADD `risk` text;--> statement-breakpoint
ALTER TABLE `tools` ADD `confirmation` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `tools` ADD `cost` integer DEFAULT 1 NOT NULL;