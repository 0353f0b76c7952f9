*** Settings ***
Documentation    Needs memory, fills a cache and writes much into the log, and leaks nothing.
Library          Shop.py
Library          Collections


*** Test Cases ***
Much Is Done In One Test
    FOR    ${number}    IN RANGE    16
        Fetch Invoices
        Look Up Customer    ${number}
        Many Keywords
        Much In The Log
        Set Up And Torn Down
    END


*** Keywords ***
Many Keywords
    FOR    ${i}    IN RANGE    20
        ${list}=    Create List    a    b
        Append To List    ${list}    c
        IF    ${i} < 10
            No Operation
        ELSE
            Should Contain    ${list}    c
        END
    END

Much In The Log
    FOR    ${i}    IN RANGE    10
        Log    ${{"x" * 3000}}
    END
    TRY
        Fail    ${{"x" * 3000}}
    EXCEPT    *    type=GLOB
        No Operation
    END

Set Up And Torn Down
    [Setup]    Many Keywords
    Run Keyword If    True    No Operation
    [Teardown]    Many Keywords
