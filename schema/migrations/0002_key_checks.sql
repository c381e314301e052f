CREATE TABLE `key_checks` (
	`key_id` text PRIMARY KEY NOT NULL,
	`check_value` text NOT NULL,
	`created_at` integer NOT NULL
);
