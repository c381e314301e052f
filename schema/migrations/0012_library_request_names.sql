ALTER TABLE `library_requesters` ADD `requester_name` text;--> statement-breakpoint
ALTER TABLE `library_requests` ADD `decided_by_name` text;