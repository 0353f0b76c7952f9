*** Settings ***
Library    Shop.py
Library    plimsoll.robot.Keywords
Library    Collections


*** Test Cases ***
Invoices Are Posted
    FOR    ${number}    IN RANGE    40
        Post Invoice    ${number}
    END

Unknown Customers Are Rejected
    Run Keyword And Expect Error    ValueError: no such customer    Reject

Load Is Watched
    ${reading}=    Get Load Line
    Should Be True    ${reading} >= 0
    ${pause}=    Should Pause
    Should Be True    $pause in (True, False)
    Load Should Be Below    1000
    Wait While Laden    timeout=1 second    priority=1000
    ${found}=    Check Server    http://127.0.0.1:1/    timeout=2 seconds
    Should Be Equal    ${found.status}    unhealthy
    Run Keyword And Expect Error    http://127.0.0.1:1/ is unhealthy: *    Server Should Be Healthy    http://127.0.0.1:1/

Steps Span Keywords
    Start Step    Month End
    Start Step    Close Books
    Sleep    0.02 s
    End Step
    End Step    failure=Timeout
    Start Step    Forgotten
    ${steps}=    Get Steps
    Should Be Equal    ${steps}[schema]    plimsoll.steps/1
    Log Steps
    Run Keyword And Expect Error    *'Shop.Archive Page'* leaks memory: *    No Step Should Leak
    Run Keyword And Expect Error    *grew by*    Memory Growth Should Be Below    Shop.Archive Page    kib_per_run=64
    Memory Growth Should Be Below    Shop.Fetch Invoices


*** Keywords ***
Post Invoice
    [Arguments]    ${number}
    Fetch Invoices
    Look Up Customer    ${number}
    Archive Page
    ${list}=    Create List    a    b
    Append To List    ${list}    c
