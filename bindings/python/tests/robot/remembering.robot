*** Settings ***
Documentation    Keeps what it read, in a list of the suite: nothing but keywords of Robot's own.
Library          Collections


*** Variables ***
@{PAGES}    @{EMPTY}


*** Test Cases ***
Every Page Is Read
    FOR    ${number}    IN RANGE    30
        Open Page    ${number}
        Remember Page    ${number}
    END


*** Keywords ***
Open Page
    [Arguments]    ${number}
    ${page}=    Evaluate    b"x" * 500_000 * (1 + ${number} % 3)
    Length Should Be    ${page}    ${{500_000 * (1 + ${number} % 3)}}

Remember Page
    [Arguments]    ${number}
    ${page}=    Evaluate    b"x" * 200_000
    Append To List    ${PAGES}    ${page}
