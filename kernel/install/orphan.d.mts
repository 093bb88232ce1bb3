/** Ends this process as SIGTERM would, once the process that started it is gone. */
export declare function endWithParent(): void;
