/** Ends this process as SIGTERM would, once the process that started it is gone; of two generations, that one's too. */
export declare function endWithParent(generations?: 1 | 2): void;
