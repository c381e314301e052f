CREATE TABLE `library_requesters` (
	`request_id` text NOT NULL,
	`kind` text NOT NULL,
	`requester_id` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`asked_at` integer NOT NULL,
	PRIMARY KEY(`request_id`, `kind`, `requester_id`)
);
--> statement-breakpoint
CREATE INDEX `library_requesters_by_person` ON `library_requesters` (`kind`,`requester_id`,`asked_at`);--> statement-breakpoint
CREATE TABLE `library_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`entry_id` text NOT NULL,
	`entry_name` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`server_id` text,
	`decided_by_kind` text,
	`decided_by_id` text,
	`decided_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `library_requests_one_open` ON `library_requests` (`entry_id`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `library_requests_by_time` ON `library_requests` (`created_at`);--> statement-breakpoint
CREATE INDEX `library_requests_by_state` ON `library_requests` (`state`,`created_at`);